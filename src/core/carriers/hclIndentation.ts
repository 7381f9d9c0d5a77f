import type { HclHeredoc } from "./dialects/hclSyntax.ts";
import { type FlushedLine, flushedLines, flushedWidth } from "./hclLayers.ts";

/**
 * Finds where a `~` at the end of a statement changes what a line is nested under. In a here-document with `<<-`, HCL takes the
 * common indentation off a line only if the line end before it stays, and `~}` takes that away:
 * https://github.com/hashicorp/hcl/blob/v2.24.0/hclsyntax/parser_template.go. Statements are read as if each ran once.
 *
 * @returns the offsets of all such `~` if one of them does
 */
export function nestingTrims(text: string, { body, flush }: HclHeredoc): readonly number[] {
  if (!flush) return [];
  const lines = flushedLines(text.slice(body.start, body.end));
  const width = flushedWidth(lines);
  const trims = lines.flatMap(({ trim }) => (trim === undefined ? [] : [body.start + trim]));
  if (trims.length === 0 || width === 0 || !Number.isFinite(width)) return [];
  const content = contentOf(text.slice(body.start, body.end), lines, width);
  return content !== undefined && isNestedOtherwise(content) ? trims : [];
}

/** A line with text, and where that starts. */
interface Content {
  /** How far it is indented in the file. */
  readonly written: number;
  /** How far it is when HCL hands it on. */
  readonly read: number;
  readonly isItem: boolean;
}

/** @returns `undefined` if something else than a statement alone on its line takes a line end away */
function contentOf(body: string, lines: readonly FlushedLine[], width: number): readonly Content[] | undefined {
  const content: Content[] = [];
  let before = 0;
  for (const { start, end, spaces, parts, trim, indent } of lines) {
    const rest = body.slice(start + spaces, end);
    const read = before + (indent === undefined ? spaces : spaces - width);
    before = 0;
    if (rest === "" || rest.startsWith("#")) continue;
    const isStatement = parts.length > 0 && parts.every(({ kind }) => kind === "statement") && bare(body, parts, rest);
    if (trim !== undefined && !isStatement) return undefined;
    if (trim !== undefined) before = read;
    if (!isStatement) content.push({ written: spaces, read, isItem: /^-(?:\s|$)/.test(rest) });
  }
  return content;
}

/** True if a line has nothing but these parts. */
function bare(body: string, parts: FlushedLine["parts"], rest: string): boolean {
  return parts.reduce((left, { start, end }) => left.replace(body.slice(start, end), ""), rest).trim() === "";
}

function isNestedOtherwise(lines: readonly Content[]): boolean {
  const written = nesting(lines.map((line) => ({ column: line.written, isItem: line.isItem })));
  const read = nesting(lines.map((line) => ({ column: line.read, isItem: line.isItem })));
  return written.some((one, index) => one !== read[index]);
}

/** For each line, the last one before it that is not deeper, and whether it is below or beside that one. */
function nesting(lines: readonly { readonly column: number; readonly isItem: boolean }[]): readonly string[] {
  const open: number[] = [];
  return lines.map(({ column, isItem }, index) => {
    while (open.length > 0 && (lines[open.at(-1) ?? 0]?.column ?? 0) > column) open.pop();
    const last = open.at(-1);
    const line = last === undefined ? undefined : lines[last];
    open.push(index);
    // The items of a list may be as deep as its key.
    const isBeside = line?.column === column && !(isItem && !line.isItem);
    return `${last ?? "none"} ${isBeside}`;
  });
}
