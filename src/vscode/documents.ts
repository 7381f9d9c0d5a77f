import { type DocumentSelector, type TextDocument, type Uri, workspace } from "vscode";
import { hasCarrierName } from "../core/carriers/carrierNames.ts";
import { mayCarry } from "../core/carriers/mayCarry.ts";
import { mayBeRegistries } from "../core/file/mayBeRegistries.ts";
import { hasRegistriesName, isRegistriesFile } from "../core/file/recognise.ts";
import { settingsFileName } from "../core/lint/settingsFileName.ts";
import { isFileTooLarge, isTooLarge } from "./fileSize.ts";
import { isLinked } from "./linkedFiles.ts";

/** Where registries.yaml can be found: files of that name, and YAML that has no name yet. */
export const registriesSelector: DocumentSelector = [
  { language: "yaml", pattern: "**/registries.{yaml,yml}" },
  { language: "yaml", scheme: "untitled" },
];

/** Languages of files that can carry a registries.yaml; most come with extensions for their tools. */
const carrierLanguages: ReadonlySet<string> = new Set([
  "yaml",
  "dockercompose",
  "ansible",
  "helm",
  "salt",
  "sls",
  "jinja",
  "jinja-yaml",
  "jinja-shell",
  "shellscript",
  "terraform",
  "hcl",
  "nix",
  "markdown",
  "dockerfile",
  "makefile",
  "ruby",
]);

/** True if a document may carry a registries.yaml, as far as a first look shows. */
export function mayCarryRegistries(document: TextDocument): boolean {
  const { languageId, uri } = document;
  if (uri.scheme.startsWith(pageScheme)) return false;
  if (!carrierLanguages.has(languageId) && !hasCarrierName(uri.path)) return false;
  return !isTooLarge(document) && mayCarry(document.getText(), document.uri.path);
}

/** Documents of this extension that are pages: their schemes all start with this. */
export const pageScheme = "k3s-registries-";

/** Files in a workspace that can be a registries.yaml. */
export const registriesGlob = "**/registries.{yaml,yml}";

/**
 * True if a document is a registries.yaml of k3s or RKE2, not another tool's file of that name: one of that name, or of any
 * name that a configuration of k3d names. One that is too large is none: every feature of the editor asks here before it
 * reads a document, and leaves it alone then.
 */
export function isRegistriesDocument(document: TextDocument): boolean {
  if (document.languageId !== "yaml" || document.uri.scheme.startsWith(pageScheme) || isTooLarge(document))
    return false;
  if (isLinked(document.uri)) return mayBeRegistries(document.getText());
  const untitled = document.uri.scheme === "untitled" && !/registries\.ya?ml$/.test(document.uri.path);
  return isRegistriesFile(untitled ? "" : document.uri.path, document.getText());
}

/** True if a document has the name of a registries.yaml, and is too large to be looked into for whether it is one. */
export function isTooLargeRegistries(document: TextDocument): boolean {
  return document.languageId === "yaml" && hasRegistriesName(document.uri.path) && isTooLarge(document);
}

/** True if a file is a settings file, by its name. */
export function isSettingsFile(uri: Uri): boolean {
  return uri.path.endsWith(`/${settingsFileName}`);
}

/** The open document of a path, wherever it is shown. */
export function openDocument(uri: string): TextDocument | undefined {
  return workspace.textDocuments.find((document) => document.uri.toString() === uri && !document.isClosed);
}

/** The text of a file as an editor would show it; `undefined` when it is not there, is too large or may not be read. */
export async function readText(uri: Uri): Promise<string | undefined> {
  if (await isFileTooLarge(uri)) return undefined;
  let bytes: Uint8Array;
  try {
    bytes = await workspace.fs.readFile(uri);
  } catch {
    return undefined;
  }
  return workspace.decode(bytes, { uri });
}
