import { CodeLens, Disposable, EventEmitter, languages, Range, type TextDocument, workspace } from "vscode";
import { credentialHosts } from "../../core/convert/extract.ts";
import { credentialEntries } from "../../core/credentials/credentialEntries.ts";
import { isRegistriesDocument } from "../documents.ts";
import { registriesOf } from "../openedRegistries.ts";
import { settingsSection, showsCodeLens } from "../settings.ts";
import { toRange } from "../translate.ts";
import { convertCommand, extractCommand, replaceCommand } from "./credentialCommands.ts";
import { credentialLanguages } from "./credentialDocument.ts";
import { isCredentialDocument } from "./credentialFile.ts";

/** Shows commands above a credential file, and above each registry with a credential in registries.yaml. */
export function registerCodeLens(): Disposable {
  const changed = new EventEmitter<void>();
  return Disposable.from(
    changed,
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingsSection)) changed.fire();
    }),
    languages.registerCodeLensProvider([...credentialLanguages], {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: lensesOf,
    }),
  );
}

function lensesOf(document: TextDocument): CodeLens[] {
  if (!showsCodeLens(document.uri)) return [];
  if (!isRegistriesDocument(document))
    return isCredentialDocument(document) ? [new CodeLens(new Range(0, 0, 0, 0), convertCommand(document))] : [];
  const file = registriesOf(document);
  const extractable = new Set(credentialHosts(file));
  return credentialEntries(file).flatMap(({ host, key }) =>
    [
      replaceCommand(document, host),
      // One that is half typed has nothing to give.
      ...(extractable.has(host) ? [extractCommand(document, host)] : []),
    ].map((command) => new CodeLens(toRange(document, key), command)),
  );
}
