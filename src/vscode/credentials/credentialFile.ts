import { FileType, l10n, type TextDocument, type Uri, window, workspace } from "vscode";
import type { Credential } from "../../core/credentials/credential.ts";
import { credentialKind, readCredentials } from "../../core/credentials/readCredentials.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { isRegistriesDocument, openDocument } from "../documents.ts";
import { lengthOf } from "../fileSize.ts";
import { largestCredentialFile, mayBeCredentialDocument } from "./credentialDocument.ts";

/** The credentials of a file and where it lies. */
export interface CredentialFile {
  readonly uri: Uri;
  /** At least one. */
  readonly credentials: readonly Credential[];
  /** Entries of the file that can't be used, and why. */
  readonly left: readonly string[];
}

/**
 * The credentials to convert: those of the file that was asked for, else of the active editor's text as it is now,
 * else of a file that the user picks.
 *
 * @returns `undefined` when the user picks none
 * @throws UserProblem that says why the file holds no usable credential, and shows nothing of it
 */
export async function chooseCredentialFile(asked?: Uri): Promise<CredentialFile | undefined> {
  const uri = asked ?? credentialInActiveEditor()?.uri ?? (await pickCredentialFile());
  return uri && readCredentialFile(uri);
}

/**
 * Reads a credential file, from the open editor if there is one, even if it is not saved.
 *
 * @throws UserProblem as `chooseCredentialFile` does
 */
export async function readCredentialFile(uri: Uri): Promise<CredentialFile> {
  const document = openDocument(uri.toString());
  if (document && lengthOf(document) > largestCredentialFile) throw tooLarge(uri);
  const reading = readCredentials(document?.getText() ?? (await readSmallFile(uri)));
  if (!reading.ok) throw new UserProblem(reading.problem);
  return { uri, credentials: reading.credentials, left: reading.left };
}

/** The files that a dialog for credentials offers. */
export const credentialFilters = (): Record<string, string[]> => ({
  [l10n.t("Credential files")]: ["json", "yaml", "yml"],
  [l10n.t("All files")]: ["*"],
});

/** Lets the user pick a credential file; what it does next is the button's label. */
export async function pickCredentialFile(openLabel = l10n.t("Convert")): Promise<Uri | undefined> {
  const [uri] =
    (await window.showOpenDialog({
      title: l10n.t("Choose a credential file"),
      openLabel,
      filters: credentialFilters(),
    })) ?? [];
  return uri;
}

/** The active editor's document if it holds a credential or, being JSON, was perhaps meant to. */
export function credentialInActiveEditor(): TextDocument | undefined {
  const document = window.activeTextEditor?.document;
  if (!document) return undefined;
  return /^jsonc?$/.test(document.languageId) || isCredentialDocument(document) ? document : undefined;
}

/** True if a document is a credential file of any kind, usable or not. Cheap. */
export function isCredentialDocument(document: TextDocument): boolean {
  return (
    mayBeCredentialDocument(document) &&
    !isRegistriesDocument(document) &&
    credentialKind(document.getText()) !== undefined
  );
}

async function readSmallFile(uri: Uri): Promise<string> {
  const name = nameOf(uri);
  try {
    const { type, size } = await workspace.fs.stat(uri);
    if ((type & FileType.Directory) !== 0)
      throw new UserProblem(l10n.t("{0} is a folder. Choose a credential file in it.", name));
    if (size > largestCredentialFile) throw tooLarge(uri);
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch (error) {
    if (error instanceof UserProblem) throw error;
    throw new UserProblem(
      l10n.t("{0} can't be read. It no longer exists, or you don't have permission to read it.", name),
    );
  }
}

function tooLarge(uri: Uri): UserProblem {
  return new UserProblem(l10n.t("{0} is too large to be a credential file. Choose another file.", nameOf(uri)));
}

function nameOf({ path }: Uri): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
