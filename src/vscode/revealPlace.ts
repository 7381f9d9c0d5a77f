import {
  type TextEditor,
  TextEditorRevealType,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import type { Span } from "../core/text/span.ts";
import { openDocument } from "./documents.ts";
import { type OpenedRegion, openRegion } from "./openedRegistries.ts";
import { fileOf } from "./regionUri.ts";
import { toRange } from "./translate.ts";

/**
 * Puts the cursor of a file's editor on a place that a page links to, where the place is in sight now.
 *
 * @param address of the registries.yaml
 * @param spanIn the place, in offsets of the file
 * @param panel the page, which stays in sight
 */
export async function revealPlace(
  address: Uri,
  spanIn: (opened: OpenedRegion) => Span,
  panel: WebviewPanel | undefined,
  preserveFocus = false,
): Promise<void> {
  const file = fileOf(address);
  const document = openDocument(file.toString()) ?? (await workspace.openTextDocument(file));
  const opened = await openRegion(address);
  if (!opened) return;
  const selection = toRange(document, spanIn(opened));
  const shown = editorOf(file);
  const beside = panel?.viewColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One;
  const viewColumn = shown?.viewColumn ?? columnOf(file) ?? beside;
  const editor = await window.showTextDocument(document, { viewColumn, selection, preserveFocus, preview: false });
  editor.revealRange(selection, TextEditorRevealType.InCenterIfOutsideViewport);
}

function editorOf(file: Uri): TextEditor | undefined {
  return window.visibleTextEditors.find(({ document }) => document.uri.toString() === file.toString());
}

/** The column that has a tab of a file, in sight or not. */
function columnOf(file: Uri): ViewColumn | undefined {
  return window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => {
      const { uri } = (input ?? {}) as { readonly uri?: Uri };
      return uri?.toString() === file.toString();
    }),
  )?.viewColumn;
}
