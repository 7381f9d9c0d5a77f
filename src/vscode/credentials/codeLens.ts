import { CodeLens, Disposable, EventEmitter, languages, Range, type TextDocument, workspace } from "vscode";
import { whereRegistriesAre } from "../carryingDocuments.ts";
import { settingsSection, showsCodeLens } from "../settings.ts";
import { convertCommand, entryCommands } from "./credentialCommands.ts";
import { credentialLanguages } from "./credentialDocument.ts";
import { isCredentialDocument } from "./credentialFile.ts";

/** Shows commands above a credential file, and above each registry with a credential in a registries.yaml. */
export function registerCodeLens(): Disposable {
  const changed = new EventEmitter<void>();
  const onDidChangeCodeLenses = changed.event;
  return Disposable.from(
    changed,
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingsSection)) changed.fire();
    }),
    languages.registerCodeLensProvider([...credentialLanguages], {
      onDidChangeCodeLenses,
      provideCodeLenses: (document) => (showsCodeLens(document.uri) ? convertLenses(document) : []),
    }),
    whereRegistriesAre((selector) =>
      languages.registerCodeLensProvider(selector, {
        onDidChangeCodeLenses,
        provideCodeLenses: (document) => (showsCodeLens(document.uri) ? entryLenses(document) : []),
      }),
    ),
  );
}

function convertLenses(document: TextDocument): CodeLens[] {
  return isCredentialDocument(document) ? [new CodeLens(new Range(0, 0, 0, 0), convertCommand(document))] : [];
}

function entryLenses(document: TextDocument): CodeLens[] {
  return entryCommands(document).flatMap(({ key, replace, extract, verify }) =>
    [replace, extract, verify].flatMap((command) => (command ? [new CodeLens(key, command)] : [])),
  );
}
