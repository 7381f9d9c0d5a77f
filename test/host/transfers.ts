import { assert } from "chai";
import {
  CancellationTokenSource,
  DataTransfer,
  DataTransferItem,
  type DocumentDropEdit,
  type DocumentPasteEdit,
  DocumentPasteTriggerKind,
  type Memento,
  Position,
  type Range,
  type TextDocument,
  type Uri,
  WorkspaceEdit,
  workspace,
} from "vscode";
import { dropProvider } from "../../src/vscode/credentials/drop.ts";
import { pasteProvider } from "../../src/vscode/credentials/paste.ts";
import { api } from "./documents.ts";

/** What came of a paste or drop whose first offer was taken. */
export interface Transferred {
  readonly titles: readonly string[];
  /** Whether the first offer stands before VS Code's own. */
  readonly preferred: boolean | undefined;
  /** The text of the document then. */
  readonly result: string;
}

/** Remembers no registries of earlier conversions. */
const forgetful = { get: (_: string, otherwise: unknown) => otherwise } as Memento;

/** Asks as VS Code does when a text is pasted; only a test in the browser can press Ctrl+V. */
export async function paste(document: TextDocument, at: Range, text: string): Promise<Transferred> {
  const { linter } = await api();
  const transfer = new DataTransfer();
  transfer.set("text/plain", new DataTransferItem(text));
  const context = { only: undefined, triggerKind: DocumentPasteTriggerKind.Automatic };
  const provider = pasteProvider(forgetful, linter.settings);
  const { token } = new CancellationTokenSource();
  return takeFirst(
    document,
    (await provider.provideDocumentPasteEdits?.(document, [at], transfer, context, token)) ?? [],
  );
}

/** Asks as VS Code does when files are dropped on the first letter of a document. */
export async function drop(document: TextDocument, ...files: readonly Uri[]): Promise<Transferred> {
  const { linter } = await api();
  const transfer = new DataTransfer();
  transfer.set("text/uri-list", new DataTransferItem(files.map(String).join("\r\n")));
  const provider = dropProvider(forgetful, linter.settings);
  const { token } = new CancellationTokenSource();
  const edits = await provider.provideDocumentDropEdits(document, new Position(0, 0), transfer, token);
  return takeFirst(document, [edits ?? []].flat());
}

async function takeFirst(
  document: TextDocument,
  edits: readonly (DocumentPasteEdit | DocumentDropEdit)[],
): Promise<Transferred> {
  const [first] = edits;
  if (first) {
    assert.equal(first.insertText, "", "a text to insert would be indented anew");
    await workspace.applyEdit(first.additionalEdit ?? new WorkspaceEdit());
  }
  return {
    titles: edits.map(({ title }) => title ?? ""),
    preferred: first && first.yieldTo === undefined,
    result: document.getText(),
  };
}
