import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  type Command,
  type Disposable,
  languages,
  type Range,
  type TextDocument,
} from "vscode";
import { credentialHosts } from "../../core/convert/extract.ts";
import { credentialEntries } from "../../core/credentials/credentialEntries.ts";
import { isRegistriesDocument } from "../documents.ts";
import { registriesOf } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";
import { convertCommand, extractCommand, replaceCommand } from "./credentialCommands.ts";
import { credentialLanguages } from "./credentialDocument.ts";
import { isCredentialDocument } from "./credentialFile.ts";

/** Offers what the code lenses do, for those who switch them off and those who use the keyboard. */
export function registerCredentialActions(): Disposable {
  const provider: CodeActionProvider = {
    provideCodeActions: (document, range, { only }) =>
      actionsAt(document, range).filter(({ kind }) => kind && (only === undefined || only.contains(kind))),
  };
  return languages.registerCodeActionsProvider([...credentialLanguages], provider, {
    providedCodeActionKinds: [CodeActionKind.RefactorRewrite, CodeActionKind.RefactorExtract],
  });
}

function actionsAt(document: TextDocument, range: Range): CodeAction[] {
  if (!isRegistriesDocument(document))
    return isCredentialDocument(document) ? [action(convertCommand(document), CodeActionKind.RefactorRewrite)] : [];
  const file = registriesOf(document);
  const extractable = new Set(credentialHosts(file));
  return credentialEntries(file)
    .filter(({ entry }) => toRange(document, entry).intersection(range) !== undefined)
    .flatMap(({ host }) => [
      action(replaceCommand(document, host), CodeActionKind.RefactorRewrite),
      ...(extractable.has(host) ? [action(extractCommand(document, host), CodeActionKind.RefactorExtract)] : []),
    ]);
}

function action(command: Command, kind: CodeActionKind): CodeAction {
  const result = new CodeAction(command.title, kind);
  result.command = command;
  return result;
}
