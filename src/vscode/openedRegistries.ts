import type { TextDocument, Uri } from "vscode";
import type { RegistriesFile } from "../core/file/file.ts";
import { openRegistries } from "../core/file/openRegistries.ts";
import { openDocument, readText } from "./documents.ts";

const opened = new WeakMap<TextDocument, { readonly version: number; readonly file: RegistriesFile }>();

/** What is known of a document. It is opened once for each version, whoever asks: all features share it. */
export function registriesOf(document: TextDocument): RegistriesFile {
  const { version } = document;
  const known = opened.get(document);
  if (known?.version === version) return known.file;
  const file = openRegistries(document.getText());
  opened.set(document, { version, file });
  return file;
}

/**
 * What is known of a file as an editor has it, else as it is saved.
 *
 * @returns `undefined` when it is neither open nor can be read
 */
export async function registriesAt(uri: Uri): Promise<RegistriesFile | undefined> {
  const document = openDocument(uri.toString());
  if (document) return registriesOf(document);
  const text = await readText(uri);
  return text === undefined ? undefined : openRegistries(text);
}
