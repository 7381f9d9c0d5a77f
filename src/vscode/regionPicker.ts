import { l10n, type QuickPickItem, type TextDocument, type Uri, window } from "vscode";
import type { FileRegion } from "../core/carriers/region.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { openDocument } from "./documents.ts";
import { regionAt, regionsOf } from "./openedRegistries.ts";

/** A registries.yaml of a document. */
export interface PickedRegion {
  readonly document: TextDocument;
  readonly region: FileRegion;
}

/**
 * The registries.yaml that a command is for: the only one of the document, the one at the cursor, or the one that is picked.
 *
 * @param asked the document; the one in front when left out
 * @param isWanted which registries.yaml files are meant
 * @returns `undefined` when the user cancels
 * @throws UserProblem when there is none
 */
export async function pickRegion(
  asked: Uri | undefined,
  isWanted: (region: FileRegion) => boolean,
): Promise<PickedRegion | undefined> {
  const editor = window.activeTextEditor;
  const document = asked ? openDocument(asked.toString()) : editor?.document;
  const regions = document ? regionsOf(document).filter(isWanted) : [];
  const [only, ...more] = regions;
  if (document === undefined || only === undefined)
    throw new UserProblem(l10n.t("Open a registries.yaml or a file with one inside first, such as a cloud-init file."));
  if (more.length === 0) return { document, region: only };
  const atCursor = editor?.document === document ? regionAt(document, editor.selection.active)?.region : undefined;
  if (atCursor !== undefined && regions.includes(atCursor)) return { document, region: atCursor };
  type Item = QuickPickItem & { readonly region: FileRegion };
  const items = regions.map((region): Item => ({ label: regionLabel(document, region), region }));
  const picked = await window.showQuickPick(items, { placeHolder: l10n.t("Which registries.yaml in this file?") });
  return picked && { document, region: picked.region };
}

/** A registries.yaml inside a file as people find it: its name, and its line. */
export function regionLabel(document: TextDocument, { name, carrier, span }: FileRegion): string {
  return l10n.t("{0}, line {1}", name || (carrier ?? ""), document.positionAt(span.start).line + 1);
}
