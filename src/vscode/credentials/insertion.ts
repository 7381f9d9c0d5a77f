import { l10n, type Memento, type Range, type TextDocument, window } from "vscode";
import type { Region } from "../../core/carriers/region.ts";
import { whyNotWritten } from "../../core/convert/convertIntoRegion.ts";
import { type Insertion, insertions } from "../../core/convert/insert.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import { hasRegistriesName } from "../../core/file/recognise.ts";
import { regionSettings } from "../../core/lint/lintCarrier.ts";
import { conversionSettings } from "../conversionSettings.ts";
import { isRegistriesDocument } from "../documents.ts";
import { isTooLarge } from "../fileSize.ts";
import { lastHosts } from "../hostPicker.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { carrierOf, registriesOf, writtenEdits } from "../openedRegistries.ts";

/** A way to take credentials into a document, as the menus for paste and drop name it. */
export interface OfferedInsertion extends Insertion {
  /** Contains no secret. */
  readonly title: string;
}

/** True if credentials can be pasted or dropped into a document: a registries.yaml, even if it is still empty, or a file with one. */
export function takesCredentials(document: TextDocument): boolean {
  if (isRegistriesDocument(document) || carriedRegions(document).length > 0) return true;
  return hasRegistriesName(document.uri.path) && !isTooLarge(document) && document.getText().trim() === "";
}

/** The registries.yaml files that a document carries for nodes, and not as examples. */
function carriedRegions(document: TextDocument): readonly Region[] {
  return (carrierOf(document)?.regions ?? []).filter(({ facts }) => !facts.example);
}

/**
 * The ways to take credentials into a registries.yaml, the best one first. Of a file that carries some, the one at the place
 * is meant.
 *
 * @param range what is selected
 * @param elsewhere true if each of a file is meant where none is at the place
 */
export async function offeredInsertions(
  document: TextDocument,
  range: Range,
  credentials: readonly Credential[],
  memory: Memento,
  settings: LintSettingsProvider,
  elsewhere = false,
): Promise<readonly OfferedInsertion[]> {
  const { mirrors, reader } = await conversionSettings(settings, { kind: "existing", uri: document.uri });
  const at = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const carried = carriedRegions(document);
  if (carrierOf(document) === undefined) {
    const options = { suggestedHosts: lastHosts(memory), mirrors, target: reader };
    return titled(insertions(registriesOf(document), at, credentials, options));
  }
  const here = carried.filter(({ span }) => span.start <= at.start && at.end <= span.end);
  const places = here.length > 0 || !elsewhere ? here : carried;
  const refusals: string[] = [];
  const offered = places.flatMap((region) => {
    const { target = {} } = regionSettings(region, { target: reader });
    const end = region.text.length;
    const inner = { start: region.innerOffset(at.start) ?? end, end: region.innerOffset(at.end) ?? end };
    const options = { suggestedHosts: lastHosts(memory), mirrors, target };
    const written = insertions(region.file, inner, credentials, options).flatMap((offer) => {
      const edits = writtenEdits(document, region, offer.edits);
      if (edits === undefined) refusals.push(whyNotWritten(region, offer.edits));
      return edits === undefined ? [] : [{ ...offer, edits }];
    });
    const offers = titled(written);
    if (places.length === 1) return offers;
    return offers.map((offer) => ({ ...offer, title: l10n.t("{0} ({1})", offer.title, region.name) }));
  });
  const [refusal] = refusals;
  if (offered.length === 0 && refusal !== undefined) void window.showWarningMessage(refusal);
  return offered;
}

/** Offers with their titles: of equal ones, each names its account. */
function titled(offers: readonly Insertion[]): readonly OfferedInsertion[] {
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
