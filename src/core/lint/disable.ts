import type { RegistriesFile } from "../file/file.ts";
import { readText } from "../file/reader.ts";
import { lineColumnsIn, lineStop, lineStart as startOfLine } from "../text/lines.ts";
import { applyEdits, type TextEdit } from "../text/span.ts";
import { lineEnd } from "../yaml/layout.ts";

const nextLine = /^\ufeff?[ \t]*#[ \t]*k3s-registries-disable-next-line(?:[ \t]([\s\S]*))?$/;
const wholeFile = /^\ufeff?[ \t]*#[ \t]*k3s-registries-disable(?:[ \t]([\s\S]*))?$/;

/** A line with its line end. */
interface Line {
  readonly start: number;
  readonly end: number;
  /** Without its line end. */
  readonly text: string;
}

/**
 * Removes the findings that comments disable: `# k3s-registries-disable-next-line <id>, <id>` on the line above,
 * or `# k3s-registries-disable <id>, <id>` above the first entry of the file. Without an id, either disables all rules.
 */
export function withoutDisabled<Found extends { readonly id: string; readonly start: number }>(
  text: string,
  findings: readonly Found[],
): readonly Found[] {
  if (!text.includes("k3s-registries-disable")) return findings;
  const lines = text.split(/\r\n|\n|\r/);
  const lineColumnOf = lineColumnsIn(text);
  const inFile = namedIn(headLines(text).map((line) => namedIds(wholeFile, line.text)));
  const above = new Map<number, Named>();
  const namedAbove = (line: number): Named => {
    const named = above.get(line) ?? namedIn([namedIds(nextLine, lines[line - 2] ?? "")]);
    above.set(line, named);
    return named;
  };
  return findings.filter(({ id, start }) => !inFile(id) && !namedAbove(lineColumnOf(start).line)(id));
}

/** True if a rule is disabled. */
type Named = (id: string) => boolean;

function namedIn(comments: readonly (readonly string[] | undefined)[]): Named {
  const all = comments.some((ids) => ids?.length === 0);
  const named = new Set(comments.flatMap((ids) => ids ?? []));
  return (id) => all || named.has(id);
}

/**
 * Returns the edit that disables a rule for the line of a finding: a comment above it, or one more id in an existing
 * comment.
 *
 * @param start UTF-16 offset of the finding
 */
export function disableNextLine(
  text: string,
  { id, start }: { readonly id: string; readonly start: number },
): TextEdit {
  const before = text.slice(0, start);
  const lineStart = Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r"), before.lastIndexOf("\ufeff")) + 1;
  const above = text[lineStart - 1] === "\n" ? lineStop(text, lineStart - 2) : 0;
  const line = text.slice(startOfLine(text, above), above);
  if (line.includes("# k3s-registries-disable-next-line "))
    return oneMoreId(above - line.length + line.trimEnd().length, id);
  const indent = /^ */.exec(text.slice(lineStart))?.[0] ?? "";
  return comment(text, lineStart, `${indent}# k3s-registries-disable-next-line ${id}`);
}

/**
 * Returns the edit that disables a rule for the whole file: one more id in an existing comment, or a comment below those
 * at the start of the file.
 */
export function disableInFile(text: string, id: string): TextEdit {
  const head = headLines(text);
  const known = head.find((line) => (namedIds(wholeFile, line.text)?.length ?? 0) > 0);
  if (known) return oneMoreId(known.start + known.text.trimEnd().length, id);
  // A comment for the next line must stay right above it.
  const after = head.findIndex((line) => !/^\ufeff?[ \t]*#/.test(line.text) || nextLine.test(line.text));
  const above = after < 0 ? head.at(-1) : head[after - 1];
  return comment(text, above?.end ?? (text.startsWith("\ufeff") ? 1 : 0), `# k3s-registries-disable ${id}`);
}

/** True if k3s reads a file the same way with such an edit: after odd characters a comment can change that. */
export function isOnlyComment({ doc, reader, reading: before }: RegistriesFile, edit: TextEdit): boolean {
  const after = readText(applyEdits(doc.text, [edit]), reader);
  if (!before.ok || !after.ok) return before.ok === after.ok;
  return JSON.stringify(before.registry) === JSON.stringify(after.registry);
}

/** Returns the ids after a directive; `undefined` if the line is not a directive. */
function namedIds(directive: RegExp, line: string): readonly string[] | undefined {
  const match = directive.exec(line);
  return match ? (match[1] ?? "").split(/[\s,]+/).filter((word) => word !== "") : undefined;
}

function oneMoreId(offset: number, id: string): TextEdit {
  return { start: offset, end: offset, text: `, ${id}` };
}

function comment(text: string, offset: number, line: string): TextEdit {
  const eol = lineEnd(text);
  const onOwnLine = offset === 0 || /[\r\n\ufeff]/.test(text[offset - 1] ?? "");
  return { start: offset, end: offset, text: onOwnLine ? `${line}${eol}` : `${eol}${line}` };
}

/** Returns the lines above the first entry: comments, blank lines, and `---` or `%YAML`. */
function headLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (const { 0: whole, 1: line = "", index } of text.matchAll(/(.*?)(?:\r\n|\n|\r|$)/gy)) {
    if (whole === "" || !/^\ufeff?[ \t]*(?:#.*|---[ \t]*(?:#.*)?|%.*)?$/.test(line)) break;
    lines.push({ start: index, end: index + whole.length, text: line });
  }
  return lines;
}
