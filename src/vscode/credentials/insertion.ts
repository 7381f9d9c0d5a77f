import { l10n, type Memento, type Range, type TextDocument } from "vscode";
import { type Insertion, insertions } from "../../core/convert/insert.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import { hasRegistriesName } from "../../core/file/recognise.ts";
import { conversionSettings } from "../conversionSettings.ts";
import { isRegistriesDocument } from "../documents.ts";
import { isTooLarge } from "../fileSize.ts";
import { lastHosts } from "../hostPicker.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { registriesOf } from "../openedRegistries.ts";

/** A way to take credentials into a document, as the menus for paste and drop name it. */
export interface OfferedInsertion extends Insertion {
  /** Contains no secret. */
  readonly title: string;
}

/** True if credentials can be pasted or dropped into a document: a registries.yaml, even if it is still empty. */
export function takesCredentials(document: TextDocument): boolean {
  if (isRegistriesDocument(document)) return true;
  return hasRegistriesName(document.uri.path) && !isTooLarge(document) && document.getText().trim() === "";
}

/**
 * The ways to take credentials into a registries.yaml, the best one first.
 *
 * @param range what is selected
 */
export async function offeredInsertions(
  document: TextDocument,
  range: Range,
  credentials: readonly Credential[],
  memory: Memento,
  settings: LintSettingsProvider,
): Promise<readonly OfferedInsertion[]> {
  const { mirrors, reader } = await conversionSettings(settings, { kind: "existing", uri: document.uri });
  const at = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const offers = insertions(registriesOf(document), at, credentials, {
    suggestedHosts: lastHosts(memory),
    mirrors,
    target: reader,
  });
  const titles = offers.map(titleOf);
  return offers.map((offer, index) => {
    const title = titles[index] ?? "";
    const account = offer.credentials[0]?.account ?? offer.credentials[0]?.entry;
    const alone = account === undefined || titles.indexOf(title) === titles.lastIndexOf(title);
    return { ...offer, title: alone ? title : l10n.t("{0} ({1})", title, account) };
  });
}

function titleOf({ kind, hosts }: Insertion): string {
  const [host = ""] = hosts;
  if (kind === "password") return l10n.t("Insert as quoted password");
  return hosts.length === 1
    ? l10n.t("Insert as entry of {0}", host)
    : l10n.t("Insert as entries of {0} registries", hosts.length);
}
