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
import { credentialHosts } from "../../core/convert/extract.ts";
import { credentialEntries } from "../../core/credentials/credentialEntries.ts";
import { whereRegistriesAre } from "../carryingDocuments.ts";
import { commandedRegions } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";
import { convertCommand, extractCommand, replaceCommand } from "./credentialCommands.ts";
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
  return commandedRegions(document).flatMap(({ region, address }) => {
    const extractable = new Set(credentialHosts(region.file));
    return credentialEntries(region.file)
      .filter(({ entry }) => toRange(document, region.outerSpan(entry)).intersection(range) !== undefined)
      .flatMap(({ host }) => [
        action(replaceCommand(address, host), CodeActionKind.RefactorRewrite),
        ...(extractable.has(host) ? [action(extractCommand(address, host), CodeActionKind.RefactorExtract)] : []),
      ]);
  });
}

function action(command: Command, kind: CodeActionKind): CodeAction {
  const result = new CodeAction(command.title, kind);
  result.command = command;
  return result;
}
