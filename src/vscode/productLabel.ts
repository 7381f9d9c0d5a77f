import { l10n } from "vscode";
import { productNames, releaseName, type Target } from "../core/file/release.ts";

/** Returns the product and version that a file is for as labels name them, in the user's language. */
export function productLabel(target: Target): string {
  const name = target.product === undefined ? l10n.t("k3s or RKE2") : productNames[target.product];
  const release = releaseName(target);
  return release === undefined ? l10n.t("{0}, any version", name) : `${name} ${release}`;
}
