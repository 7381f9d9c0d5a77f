import type { TextDocument } from "vscode";
import { mayBeCredentials } from "../../core/credentials/firstLook.ts";
import { lengthOf } from "../fileSize.ts";

/** In bytes or UTF-16 units. A credential file is small; what is larger was chosen by mistake, and is not looked through. */
export const largestCredentialFile = 1_000_000;

/** Languages in which editors show credential files. */
export const credentialLanguages: readonly string[] = ["json", "jsonc", "yaml", "plaintext"];

/** True if a text can be a credential file by its length, so that it is looked into. */
export function hasCredentialSize(length: number): boolean {
  return length > 0 && length <= largestCredentialFile;
}

/** True if a document may be a credential file, as far as a first look shows. */
export function mayBeCredentialDocument(document: TextDocument): boolean {
  return (
    credentialLanguages.includes(document.languageId) &&
    hasCredentialSize(lengthOf(document)) &&
    mayBeCredentials(document.getText())
  );
}
