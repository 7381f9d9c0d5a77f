import { l10n, type TextDocument, type Uri, workspace } from "vscode";
import { maxFileSize } from "../core/text/limits.ts";
import { UserProblem } from "../core/text/userProblem.ts";

/** The length of a document in UTF-16 units, without its text being put together. */
export function lengthOf(document: TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

/**
 * True if a document is longer than what is read, so that nothing looks into it. In UTF-8 and UTF-16 a text has at least
 * as many bytes as UTF-16 units, so that such a file has more than 5 MB on disk in any case.
 */
export function isTooLarge(document: TextDocument): boolean {
  return lengthOf(document) > maxFileSize;
}

/** True if a file is too large: of an open one its document counts, of any other its bytes. Never throws. */
export async function isFileTooLarge(uri: Uri): Promise<boolean> {
  const document = workspace.textDocuments.find((open) => open.uri.toString() === uri.toString() && !open.isClosed);
  if (document) return isTooLarge(document);
  return Promise.resolve(workspace.fs.stat(uri)).then(
    ({ size }) => size > maxFileSize,
    () => false,
  );
}

/** Returns the message about such a file. */
export function tooLargeText(uri: Uri): string {
  return l10n.t("{0} is larger than {1} MB and is not checked.", workspace.asRelativePath(uri), maxFileSize / 2 ** 20);
}

/** @throws UserProblem when a file is too large */
export async function refuseTooLarge(uri: Uri): Promise<void> {
  if (await isFileTooLarge(uri)) throw new UserProblem(tooLargeText(uri));
}
