import {
  CodeAction,
  CodeActionKind,
  type CodeActionProvider,
  type Command,
  Disposable,
  languages,
  type Range,
  type TextDocument,
} from "vscode";
import { whereRegistriesAre } from "../carryingDocuments.ts";
import { convertCommand, entryCommands } from "./credentialCommands.ts";
import { credentialLanguages } from "./credentialDocument.ts";
import { isCredentialDocument } from "./credentialFile.ts";

/** Offers what the code lenses do, for those who switch them off and those who use the keyboard. */
export function registerCredentialActions(): Disposable {
  return Disposable.from(
    languages.registerCodeActionsProvider([...credentialLanguages], provider(convertActions), {
      providedCodeActionKinds: [CodeActionKind.RefactorRewrite],
    }),
    whereRegistriesAre((selector) =>
      languages.registerCodeActionsProvider(selector, provider(entryActions), {
        providedCodeActionKinds: [CodeActionKind.RefactorRewrite, CodeActionKind.RefactorExtract],
      }),
    ),
  );
}

function provider(actionsAt: (document: TextDocument, range: Range) => readonly CodeAction[]): CodeActionProvider {
  return {
    provideCodeActions: (document, range, { only }) =>
      actionsAt(document, range).filter(({ kind }) => kind && (only === undefined || only.contains(kind))),
  };
}

function convertActions(document: TextDocument): readonly CodeAction[] {
  return isCredentialDocument(document) ? [action(convertCommand(document), CodeActionKind.RefactorRewrite)] : [];
}

function entryActions(document: TextDocument, range: Range): readonly CodeAction[] {
  return entryCommands(document)
    .filter(({ entry }) => entry.intersection(range) !== undefined)
    .flatMap(({ replace, extract }) => [
      ...(replace ? [action(replace, CodeActionKind.RefactorRewrite)] : []),
      ...(extract ? [action(extract, CodeActionKind.RefactorExtract)] : []),
    ]);
}

function action(command: Command, kind: CodeActionKind): CodeAction {
  const result = new CodeAction(command.title, kind);
  result.command = command;
  return result;
}
