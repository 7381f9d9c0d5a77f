import type { TextDocument } from "vscode";
import type { RegistriesFile } from "../core/file/file.ts";
import { openRegistries } from "../core/file/openRegistries.ts";

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
