import { l10n, type QuickPickItem, window } from "vscode";
import { parseTarget } from "../../core/file/release.ts";
import type { SettingsFiles } from "../settingsFiles.ts";
import { writeTarget } from "../writeSettings.ts";

export const chooseTargetCommand = "k3sRegistries.chooseTarget";

/** Asks for the product and the version that will read the files, and writes the answer into the settings. */
export async function chooseTarget(files: SettingsFiles): Promise<void> {
  const uri = window.activeTextEditor?.document.uri;
  const product = await pickProduct();
  if (product === undefined) return;
  const version = await askVersion(product);
  if (version === undefined) return;
  await writeTarget(files, `${product} ${version}`.trim(), uri);
}

async function pickProduct(): Promise<string | undefined> {
  type Item = QuickPickItem & { readonly product: string };
  const items: Item[] = [
    { label: l10n.t("Any"), description: l10n.t("k3s or RKE2"), product: "any" },
    { label: "k3s", product: "k3s" },
    { label: "RKE2", product: "rke2" },
    { label: "k3d", description: l10n.t("a registries file for k3d cluster create"), product: "k3d" },
  ];
  const picked = await window.showQuickPick(items, {
    title: l10n.t("Choose Target (1/2): Product"),
    placeHolder: l10n.t("Which product reads registries.yaml?"),
  });
  return picked?.product;
}

function askVersion(product: string): Thenable<string | undefined> {
  return window.showInputBox({
    title: l10n.t("Choose Target (2/2): Version"),
    prompt: l10n.t("Version on the nodes, such as v1.31.6 or v1.31.6+k3s1. Leave empty for any version."),
    placeHolder: "v1.31.6",
    validateInput: (text) =>
      parseTarget(`${product} ${text}`) ? undefined : l10n.t("Enter a version such as v1.31.6 or v1.31."),
  });
}
