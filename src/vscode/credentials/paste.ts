import {
  type Disposable,
  DocumentDropOrPasteEditKind,
  DocumentPasteEdit,
  type DocumentPasteEditProvider,
  languages,
  type Memento,
} from "vscode";
import { credentialKind, readCredentials } from "../../core/credentials/readCredentials.ts";
import { whereRegistriesAre } from "../carryingDocuments.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { toWorkspaceEdit } from "../translate.ts";
import { hasCredentialSize } from "./credentialDocument.ts";
import { offeredInsertions, takesCredentials } from "./insertion.ts";

/** What `editor.pasteAs.preferences` and `editor.action.pasteAs` name. */
export const credentialEditKind = DocumentDropOrPasteEditKind.Text.append("k3s-registries", "credential");

/** Offers to paste a credential file into registries.yaml as what the file needs there, beside its plain text. */
export function registerPaste(memory: Memento, settings: LintSettingsProvider): Disposable {
  const provider = pasteProvider(memory, settings);
  return whereRegistriesAre((selector) =>
    languages.registerDocumentPasteEditProvider(selector, provider, {
      pasteMimeTypes: ["text/plain"],
      providedPasteEditKinds: [credentialEditKind],
    }),
  );
}

/** Answers each paste. */
export function pasteProvider(memory: Memento, settings: LintSettingsProvider): DocumentPasteEditProvider {
  return {
    async provideDocumentPasteEdits(document, ranges, dataTransfer, context, token) {
      const [range] = ranges;
      if (!range || ranges.length > 1 || !takesCredentials(document)) return undefined;
      if (context.only && !context.only.contains(credentialEditKind)) return undefined;
      const text = await dataTransfer.get("text/plain")?.asString();
      if (text === undefined || token.isCancellationRequested || !hasCredentialSize(text.length)) return undefined;
      if (credentialKind(text) === undefined) return undefined;
      const reading = readCredentials(text);
      if (!reading.ok) return undefined;
      const offered = await offeredInsertions(document, range, reading.credentials, memory, settings);
      return offered.map(({ title, edits, preferred }) => {
        // VS Code takes a text to insert for a snippet and indents its lines anew, so all is in the additional edit.
        const edit = new DocumentPasteEdit("", title, credentialEditKind);
        edit.additionalEdit = toWorkspaceEdit(document, edits);
        if (!preferred) edit.yieldTo = [DocumentDropOrPasteEditKind.Text];
        return edit;
      });
    },
  };
}
