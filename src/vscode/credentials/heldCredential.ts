import { l10n } from "vscode";
import type { HeldCredential } from "../../core/convert/convert.ts";

/** A credential in words that show nothing of it. */
export function heldText(held: HeldCredential | undefined): string {
  if (held?.keyId !== undefined) return l10n.t("key {0}", held.keyId);
  return held?.username === undefined ? l10n.t("another credential") : l10n.t("user {0}", held.username);
}
