import { l10n, type TextDocument, type Uri, window } from "vscode";
import { shownHost } from "../../core/display/shown.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { destinationDocument } from "../destination.ts";
import { isTooLargeRegistries } from "../documents.ts";
import { tooLargeText } from "../fileSize.ts";
import { type OpenedRegion, regionGone, regionIn, regionsOf } from "../openedRegistries.ts";
import { pickRegion } from "../regionPicker.ts";
import { fileOf, regionIndex } from "../regionUri.ts";

/**
 * The document of a command: the one that was asked for, else that of the active editor.
 *
 * @throws UserProblem when it neither is nor carries a registries.yaml, or is too large
 */
export async function registriesDocument(asked: Uri | undefined): Promise<TextDocument> {
  const document = asked
    ? await destinationDocument({ kind: "existing", uri: fileOf(asked) })
    : window.activeTextEditor?.document;
  if (document && isTooLargeRegistries(document)) throw new UserProblem(tooLargeText(document.uri));
  if (!document || regionsOf(document).length === 0) throw new UserProblem(l10n.t("Open a registries.yaml first."));
  return document;
}

/** A registries.yaml with its address. */
export interface OpenedRegistries extends OpenedRegion {
  readonly address: Uri;
}

/**
 * The registries.yaml of a command: the one that was asked for, else one of the active editor's document.
 *
 * @param asked its address
 * @param title of the question which one, where there are several
 * @returns `undefined` when the user cancels
 * @throws UserProblem as `registriesDocument` does, and when the document no longer carries it
 */
export async function askedRegistries(asked: Uri | undefined, title: string): Promise<OpenedRegistries | undefined> {
  const document = await registriesDocument(asked);
  const address = asked ?? (await pickRegion(document, title));
  if (!address) return undefined;
  const opened = regionIn(document, regionIndex(address));
  if (!opened) throw new UserProblem(regionGone());
  return { ...opened, address };
}

/**
 * Asks for one of the registries of a file that have a credential, unless there is one only, or it was named.
 *
 * @throws UserProblem when there is none
 */
export async function pickEntry(
  hosts: readonly string[],
  asked: unknown,
  title: string,
  placeHolder: string,
): Promise<string | undefined> {
  const named = hosts.find((host) => host === asked);
  if (named !== undefined || hosts.length === 1) return named ?? hosts[0];
  if (hosts.length === 0) throw new UserProblem(l10n.t("This registries.yaml contains no credential."));
  const items = hosts.map((host) => ({ label: shownHost(host), host }));
  return (await window.showQuickPick(items, { title, placeHolder }))?.host;
}
