import { l10n, type TextDocument, ViewColumn, window, workspace } from "vscode";
import {
  type Assignment,
  type Conversion,
  type ConvertRequest,
  convert,
  type HostChange,
} from "../core/convert/convert.ts";
import { convertIntoRegion } from "../core/convert/convertIntoRegion.ts";
import { regionSettings } from "../core/lint/lintCarrier.ts";
import type { Success } from "../core/text/result.ts";
import { difference } from "../core/text/span.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { copyToNodes, offerNextSteps, rollOut } from "./commands/nextSteps.ts";
import { heldText } from "./credentials/heldCredential.ts";
import { type Destination, destinationDocument } from "./destination.ts";
import { carrierOf, regionGone, registriesOf } from "./openedRegistries.ts";
import { regionIndex } from "./regionUri.ts";
import { toWorkspaceEdit } from "./translate.ts";

export interface ConversionWish extends Pick<ConvertRequest, "keyForm"> {
  readonly assignments: readonly Assignment[];
  readonly mirrors: boolean;
  readonly destination: Destination;
  /** The product and version that will read the file. */
  readonly reader?: NonNullable<ConvertRequest["target"]>;
  /** Where the file is shown; in the column of the active text editor, unless said. */
  readonly viewColumn?: ViewColumn;
  /** What the user should know before anything is written, and was not shown yet. */
  readonly notes?: readonly string[];
}

/**
 * Carries a conversion out as one edit of the destination, which stays unsaved, and shows what comes next. Asks before it
 * replaces a credential, and before it writes one of which there is something to know, in one question.
 *
 * @returns whether it was done
 * @throws UserProblem when the destination can't be merged into, or changed meanwhile
 */
export async function applyConversion({
  destination,
  notes = [],
  viewColumn = window.activeTextEditor ? ViewColumn.Active : ViewColumn.One,
  ...wish
}: ConversionWish): Promise<boolean> {
  const existing = await existingDocument(destination);
  const before = existing?.getText();
  const index = destination.kind === "existing" ? regionIndex(destination.uri) : undefined;
  const conversion = convertInto(wish, existing, index);
  if (!(await confirmed(conversion.changes, notes))) return false;
  if (existing && existing.getText() !== before)
    throw new UserProblem(l10n.t("The file changed in the meantime, so nothing was written. Convert again."));
  const document = existing ?? (await workspace.openTextDocument({ language: "yaml", content: "" }));
  // A new document can bring back the text of a closed one of its name.
  const edits = existing ? conversion.edits : difference(document.getText(), conversion.text);
  if (edits.length > 0 && !(await workspace.applyEdit(toWorkspaceEdit(document, edits))))
    throw new UserProblem(l10n.t("The file can't be changed. It may be read-only. Convert into a new file instead."));
  await window.showTextDocument(document, { viewColumn, preview: false });
  const what = whatWasSet(conversion.changes);
  if (what === undefined)
    void offerNextSteps(l10n.t("The file already contains this credential. Nothing was changed."));
  else if (index !== undefined) void window.showInformationMessage(`${what} ${rollOut()}`);
  else void offerNextSteps(`${what} ${copyToNodes()}`);
  return true;
}

/**
 * The conversion of a wish into a document, or into a new file.
 *
 * @param index of the region of the document to convert into; `undefined` for the document itself
 * @throws UserProblem when nothing can be merged into the file, or the file no longer exists
 */
export function convertInto(
  { reader, ...wish }: Omit<ConversionWish, "destination" | "notes" | "viewColumn">,
  document: TextDocument | undefined,
  index?: number,
): Success<Conversion> {
  const target = reader ? { target: reader } : {};
  if (document && index !== undefined) return convertInside(document, index, { ...wish, ...target });
  const conversion = convert({ ...wish, ...target, ...(document ? { existing: registriesOf(document) } : {}) });
  if (!conversion.ok) throw new UserProblem(conversion.problem);
  return conversion;
}

function convertInside(document: TextDocument, index: number, request: ConvertRequest): Success<Conversion> {
  const carrier = carrierOf(document);
  const region = carrier?.regions[index];
  if (!carrier || !region) throw new UserProblem(regionGone());
  const { target = {} } = regionSettings(region, request.target ? { target: request.target } : {});
  const conversion = convertIntoRegion(carrier, index, { ...request, target });
  if (!conversion.ok) throw new UserProblem(conversion.problem);
  return { ...conversion, text: conversion.carrier.text };
}

async function existingDocument(destination: Destination): Promise<TextDocument | undefined> {
  try {
    return await destinationDocument(destination);
  } catch (error) {
    if (error instanceof UserProblem) throw error;
    throw new UserProblem(
      l10n.t("The target file can't be opened. It no longer exists, or you don't have permission to read it."),
    );
  }
}

/** One question for all credentials that would be replaced, with the ids of the old and the new key, and all notes. */
async function confirmed(changes: readonly HostChange[], notes: readonly string[]): Promise<boolean> {
  const replaced = changes.filter(({ action }) => action === "replaced");
  if (replaced.length === 0 && notes.length === 0) return true;
  const ids = replaced.map((change) => `${change.host}: ${heldText(change.old)} → ${heldText(change.new)}`);
  const detail = [...new Set(notes), ids.join("\n")].filter((part) => part !== "").join("\n\n");
  const yes = replaced.length > 0 ? l10n.t("Replace") : l10n.t("Convert");
  return (await window.showWarningMessage(question(replaced), { modal: true, detail }, yes)) === yes;
}

function question(replaced: readonly HostChange[]): string {
  if (replaced.length === 0) return l10n.t("Write the credential anyway?");
  return replaced.length === 1
    ? l10n.t("Replace the credential of {0}?", replaced[0]?.host ?? "")
    : l10n.t("Replace the credentials of {0} registries?", replaced.length);
}

/** What was done, in a sentence; `undefined` if nothing was changed. */
function whatWasSet(changes: readonly HostChange[]): string | undefined {
  const written = changes.filter(({ action }) => action !== "unchanged");
  if (written.length === 0) return undefined;
  return written.length === 1
    ? l10n.t("The credential is set for {0}.", written[0]?.host ?? "")
    : l10n.t("The credential is set for {0} registries.", written.length);
}
