import { type Memento, type Uri, workspace } from "vscode";
import { hasPlaceholder } from "../../core/carriers/placeholders.ts";
import type { FileRegion } from "../../core/carriers/region.ts";
import { carriedText } from "../../core/deploy/sshScript.ts";
import { regionSettings } from "../../core/lint/lintCarrier.ts";
import type { LintSettings } from "../../core/lint/rule.ts";
import { type AnswerFault, readAnswers } from "../../core/nodes/answers.ts";
import { compareNodes, type NodeRow } from "../../core/nodes/compareNodes.ts";
import { openDocument } from "../documents.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { type OpenedRegion, openRegion } from "../openedRegistries.ts";
import { fileOf } from "../regionUri.ts";

/** What nodes answered, which contains no secret. */
export interface NodeCheck {
  readonly answers: string;
  /** When it was read, in milliseconds since 1970. */
  readonly at: number;
}

/** The nodes of a check, compared with a registries.yaml. */
export interface ComparedNodes {
  readonly opened: OpenedRegion;
  /** True if the file is not saved as it was compared. */
  readonly unsaved: boolean;
  readonly settings: LintSettings;
  readonly rows: readonly NodeRow[];
  readonly faults: readonly AnswerFault[];
}

const stateKey = "nodeChecks";
/** More files than these forget the oldest check. */
const mostChecks = 10;
/** A longer answer is kept only as long as its page is open: about 1,000 nodes. */
const longestKept = 1_000_000;

/** The last check of a registries.yaml, which is kept for the workspace. */
export function lastCheck(state: Memento, address: Uri): NodeCheck | undefined {
  return state.get<Record<string, NodeCheck>>(stateKey, {})[address.toString()];
}

/** Keeps a check, without what else the text of its answers has: a clipboard may have anything. */
export async function keepCheck(state: Memento, address: Uri, { answers: text, at }: NodeCheck): Promise<void> {
  if (text.length > longestKept) return;
  const { answers } = readAnswers(text);
  const check: NodeCheck = { answers: answers.map((answer) => JSON.stringify(answer)).join("\n"), at };
  const { [address.toString()]: _, ...others } = state.get<Record<string, NodeCheck>>(stateKey, {});
  const kept = Object.entries(others).slice(1 - mostChecks);
  await state.update(stateKey, Object.fromEntries([...kept, [address.toString(), check]]));
}

/**
 * Compares what nodes answered with a registries.yaml, as an editor has it, else as it is saved.
 *
 * @returns `undefined` if the file is not there any more
 */
export async function comparedNodes(
  address: Uri,
  { answers: text }: NodeCheck,
  provider: LintSettingsProvider,
): Promise<ComparedNodes | undefined> {
  const opened = await openRegion(address);
  if (!opened) return undefined;
  const settings = regionSettings(opened.region, (await provider.of(fileOf(address))) ?? {});
  const { answers, faults } = readAnswers(text);
  const { region } = opened;
  const texts =
    region.carrier === undefined ? [await fileBytes(region, address)] : [region.arriving, carriedText(region.arriving)];
  const sha256 = await Promise.all(texts.map(digest));
  const rows = await compareNodes(answers, { sha256, file: region.file, options: settings }, digest);
  const unsaved = openDocument(fileOf(address).toString())?.isDirty === true;
  return { opened, unsaved, settings, rows, faults };
}

/** True if parts of a registries.yaml are filled in by the tool that carries it, so that no node has just its text. */
export function isFilledIn({ carrier, file }: FileRegion): boolean {
  return carrier !== undefined && hasPlaceholder(file.doc.text);
}

/** The bytes of a registries.yaml: those of a saved file, which may have a byte-order mark; else its text in UTF-8. */
export async function fileBytes({ arriving }: FileRegion, address: Uri): Promise<Uint8Array> {
  if (address.scheme !== "untitled" && !openDocument(address.toString())?.isDirty) {
    try {
      return await workspace.fs.readFile(address);
    } catch {
      // It was deleted; the editor still has it.
    }
  }
  return new TextEncoder().encode(arriving);
}

/** The SHA-256 of bytes, or of a text in UTF-8, in hexadecimal digits. */
export async function digest(content: string | Uint8Array): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const hash = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
