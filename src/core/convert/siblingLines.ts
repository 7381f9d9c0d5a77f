import { lineStop } from "../text/lines.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { before } from "../text/trim.ts";
import { column, lineEnd } from "../yaml/layout.ts";
import { valueScalar } from "../yaml/scalar.ts";
import type { PasswordPlace } from "./passwordPlace.ts";

const siblingLine = /^([ \t]*)(["']?)(username|auth|identity_token)\2[ \t]*:[ \t]*([^\r\n]*)/;

/**
 * Sets the username beside a password and takes out what is left of another credential, going by the lines at the same
 * column: for a text that can't be read yet. What goes over several lines is left alone.
 */
export function siblingEdits(text: string, { value, key }: PasswordPlace, username: string): readonly TextEdit[] {
  const lineStart = key - column(text, key);
  const indent = text.slice(lineStart, key);
  const edits: TextEdit[] = [];
  let hasUsername = false;
  for (const line of siblingLines(text, key, value.end)) {
    const [head = "", blanks, , field, source = ""] = siblingLine.exec(text.slice(line.start, line.end)) ?? [];
    if (field === undefined || blanks !== indent) continue;
    hasUsername ||= field === "username";
    if (/^[|>&*]/.test(source)) continue;
    const start = line.start + head.length - source.length;
    const written = before(source, /(?:^|[ \t])#/).trimEnd();
    const lead = text[start - 1] === ":" ? " " : "";
    const gap = source.startsWith("#") ? " " : "";
    if (field !== "username") edits.push({ start: line.start, end: line.next, text: "" });
    else if (written.replace(/^(["'])(.*)\1$/, "$2") !== username)
      edits.push({ start, end: start + written.length, text: lead + valueScalar(username) + gap });
  }
  if (hasUsername) return edits;
  const added = `${indent}username: ${valueScalar(username)}${lineEnd(text)}`;
  return [...edits, { start: lineStart, end: lineStart, text: added }];
}

interface Line extends Span {
  /** Where the next line starts. */
  readonly next: number;
}

/** The lines around a password up to the first that is indented less; those of the password itself are left out. */
function siblingLines(text: string, key: number, end: number): readonly Line[] {
  const lines: Line[] = [];
  const depth = column(text, key);
  const belongs = ({ start, end }: Line): boolean => text.slice(start, Math.min(end, start + depth)).trim() === "";
  for (let start = key - depth; start > 0; ) {
    const before = lineAt(text, start - 1);
    if (!belongs(before)) break;
    lines.push(before);
    start = before.start;
  }
  for (let { next } = lineAt(text, end); next < text.length; ) {
    const line = lineAt(text, next);
    if (!belongs(line)) break;
    lines.push(line);
    next = line.next;
  }
  return lines;
}

function lineAt(text: string, offset: number): Line {
  // The offset may be inside a CRLF.
  const at = text[offset] === "\n" && text[offset - 1] === "\r" ? offset - 1 : offset;
  const start = at - column(text, at);
  const end = lineStop(text, at);
  const length = text.startsWith("\r\n", end) ? 2 : end < text.length ? 1 : 0;
  return { start, end, next: end + length };
}
