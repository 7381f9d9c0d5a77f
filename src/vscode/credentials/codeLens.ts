import { CodeLens, Disposable, EventEmitter, languages, Range, type TextDocument, workspace } from "vscode";
import { credentialHosts } from "../../core/convert/extract.ts";
import { credentialEntries } from "../../core/credentials/credentialEntries.ts";
import { whereRegistriesAre } from "../carryingDocuments.ts";
import { commandedRegions } from "../openedRegistries.ts";
import { settingsSection, showsCodeLens } from "../settings.ts";
import { toRange } from "../translate.ts";
import { convertCommand, extractCommand, replaceCommand } from "./credentialCommands.ts";
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
  return commandedRegions(document).flatMap(({ region, address }) => {
    const extractable = new Set(credentialHosts(region.file));
    return credentialEntries(region.file).flatMap(({ host, key }) =>
      [
        replaceCommand(address, host),
        // One that is half typed, or filled in by a tool, has nothing to give.
        ...(extractable.has(host) ? [extractCommand(address, host)] : []),
      ].map((command) => new CodeLens(toRange(document, region.outerSpan(key)), command)),
    );
  });
}
