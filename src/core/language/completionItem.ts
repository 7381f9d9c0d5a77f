import type { RegistriesFile } from "../file/file.ts";
import type { Target } from "../file/release.ts";
import type { Span } from "../text/span.ts";
import type { CompletionSite } from "./site.ts";

/** One thing that an editor offers to write. */
export interface Completion {
  readonly label: string;
  readonly kind: "key" | "host" | "value" | "snippet";
  /** The new text; of a snippet in the syntax of VS Code and the Language Server Protocol. Lines after the first are indented from the first one on. */
  readonly insertText: string;
  /** Whether `insertText` has places to fill in. */
  readonly snippet: boolean;
  /** What is replaced; on one line, with the offset in it. */
  readonly span: Span;
  readonly detail?: string;
  readonly documentation?: string;
  readonly sortText: string;
}

/** What is known besides the file. */
export interface CompletionContext {
  /** Registries of the images in the workspace, as `host[:port]`. */
  readonly imageHosts?: readonly string[];
  readonly target?: Target;
}

/** Where something is written, and what is known of the file around it. */
export interface Writing {
  readonly site: CompletionSite;
  /** The file without what is being written; it is parsed when it is asked for, which keys need not. */
  readonly file: () => RegistriesFile;
  readonly step: string;
  readonly newline: string;
  /** How far the new lines are indented from the line of the cursor. */
  readonly base: string;
  readonly context: CompletionContext;
}

/** What follows a new key: its colon and, where its value has lines of its own, the beginning of the first. */
export function afterKey({ site, newline, base, step }: Writing, value: "map" | "list" | "text"): string {
  const { colon, close, flow, filled, quoted } = site;
  if (colon || (quoted && close === "")) return "";
  if (flow || value === "text") return `${close}: `;
  return filled ? `${close}:` : `${close}:${newline}${base}${step}${value === "list" ? "- " : ""}`;
}

/** Whether there is room for an entry of several lines. */
export function takesEntries({ colon, flow, filled, quoted }: CompletionSite): boolean {
  return !colon && !flow && !filled && !quoted;
}

interface Offer {
  readonly label: string;
  readonly kind: Completion["kind"];
  readonly insertText: string;
  readonly sort: string;
  readonly detail?: string | undefined;
  readonly documentation?: string | undefined;
  readonly snippet?: boolean;
}

export function completionItem(
  { site }: Writing,
  { label, kind, insertText, sort, detail, documentation, snippet = false }: Offer,
): Completion {
  const { lead, span } = site;
  const text = lead + insertText;
  // Hosts have a detail, and there are a hundred of them; measured: with a literal of its own their list takes a fifth less time.
  if (detail && !documentation) return { label, kind, insertText: text, snippet, span, sortText: sort, detail };
  const item = { label, kind, insertText: text, snippet, span, sortText: sort };
  return { ...item, ...(detail ? { detail } : {}), ...(documentation ? { documentation } : {}) };
}

export function sortText(rank: number, index: number): string {
  return `${rank}${String(index).padStart(4, "0")}`;
}
