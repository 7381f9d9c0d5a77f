import { l10n, type Position, type QuickPickItem, type TextDocument, type Uri, window, workspace } from "vscode";
import type { FileRegion, Region } from "../core/carriers/region.ts";
import type { Span } from "../core/text/span.ts";
import { isRegistriesDocument } from "./documents.ts";
import { carrierOf } from "./openedRegistries.ts";
import { fileOf, regionUri } from "./regionUri.ts";

/**
 * The address of the registries.yaml that a command in a document is for: the document itself, or what it carries: the one
 * at the cursor, the only one, or one that is asked for.
 *
 * @param title of the question
 * @returns `undefined` when the user cancels, and for a document that neither is nor carries one
 */
export async function pickRegion(document: TextDocument, title: string): Promise<Uri | undefined> {
  const regions = carrierOf(document)?.regions ?? [];
  if (regions.length === 0) return isRegistriesDocument(document) ? document.uri : undefined;
  const editor = window.activeTextEditor;
  const atCursor = editor?.document === document ? regionNear(document, editor.selection.active) : undefined;
  const index = regions.length === 1 ? 0 : atCursor;
  if (index !== undefined) return regionUri(document.uri, index);
  type Item = QuickPickItem & { readonly index: number };
  const items: Item[] = regions.map((region, at) => ({
    label: region.shown(region.name),
    description: l10n.t("Line {0}", document.positionAt(region.span.start).line + 1),
    index: at,
  }));
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t("Which registries.yaml in this file?"),
  });
  return picked && regionUri(document.uri, picked.index);
}

/**
 * The index of the region at a position, also where that is in the indentation or at the key by which the region was found;
 * `undefined` if there is none.
 */
export function regionNear(document: TextDocument, position: Position): number | undefined {
  const regions = carrierOf(document)?.regions ?? [];
  const offset = document.offsetAt(position);
  const tests: readonly ((region: Region) => boolean)[] = [
    ({ span }) => isWithin(document, span, offset),
    ({ facts }) => document.positionAt(facts.at.start).line === position.line,
  ];
  return tests.map((test) => regions.findIndex(test)).find((index) => index >= 0);
}

/** True if an offset is in a span: not in the line after it, although the span may end at the start of that. */
export function isWithin(document: TextDocument, { start, end }: Span, offset: number): boolean {
  return start <= offset && (offset < end || (offset === end && document.positionAt(end).character > 0));
}

/** A registries.yaml as people know it: its path in the workspace, and what it is called inside of a file. */
export function regionLabel(address: Uri, region?: FileRegion): string {
  const path = workspace.asRelativePath(fileOf(address));
  return region?.name ? `${path} (${region.shown(region.name)})` : path;
}
