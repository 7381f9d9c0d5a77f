import { l10n, type TextDocument, type Uri, window } from "vscode";
import { shownHost } from "../../core/display/shown.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { destinationDocument } from "../destination.ts";
import { isRegistriesDocument, isTooLargeRegistries } from "../documents.ts";
import { tooLargeText } from "../fileSize.ts";

/**
 * The registries.yaml that a command is for: the one that was asked for, else that of the active editor.
 *
 * @throws UserProblem when there is none, or it is too large
 */
export async function registriesDocument(asked: Uri | undefined): Promise<TextDocument> {
  const document = asked
    ? await destinationDocument({ kind: "existing", uri: asked })
    : window.activeTextEditor?.document;
  if (document && isTooLargeRegistries(document)) throw new UserProblem(tooLargeText(document.uri));
  if (!document || !isRegistriesDocument(document)) throw new UserProblem(l10n.t("Open a registries.yaml first."));
  return document;
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
