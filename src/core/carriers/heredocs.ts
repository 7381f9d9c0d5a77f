import { partitionPoint } from "../text/partitionPoint.ts";
import type { Span } from "../text/span.ts";

/** A here-document: lines of a text that are the input of a command, or a string of Ruby. */
export interface Heredoc {
  /** Where the operator is in the text, with the delimiter. */
  readonly operator: Span;
  /** What is taken off the lines: nothing, leading tabs, or the indentation that all have. */
  readonly strip: "none" | "tabs" | "indentation";
  /** True if the delimiter is quoted, so that nothing in the body is replaced. */
  readonly quoted: boolean;
  /** The lines between the command and the delimiter. */
  readonly body: Span;
  /** False if the text ends before the delimiter. */
  readonly closed: boolean;
  /** A line, up to the delimiter, where the end is meant but is not, since spaces are beside it. The body ends before it. */
  readonly falseEnd?: Span;
}

const operator = /(?<![<\w])<<([-~]?)(?:(["'])([^"'\n]{1,100})\2|([A-Za-z_]\w{0,100}))/g;

/**
 * Finds the here-documents of Ruby, in order; those inside of another are part of its body.
 *
 * Source: https://docs.ruby-lang.org/en/master/syntax/literals_rdoc.html#label-Here+Document+Literals.
 */
export function* rubyHeredocs(text: string): Iterable<Heredoc> {
  const search = new RegExp(operator);
  const bodies = bodiesOf(text);
  for (let found = search.exec(text); found !== null; found = search.exec(text)) {
    const { index, 0: written } = found;
    const [, mark, , quotedWord, plainWord] = found;
    const word = quotedWord ?? plainWord ?? "";
    // `list << NAME` and `class << self` of Ruby are not here-documents.
    if (!(quotedWord ?? /^<<[-~]?[A-Z]/.test(written))) continue;
    const lineStart = text.lastIndexOf("\n", index - 1) + 1;
    if (/^\s*#/.test(text.slice(lineStart, index))) continue;
    const newline = text.indexOf("\n", index);
    if (newline < 0) return;
    const { body, next } = bodies(newline + 1, word, mark === "" ? "none" : "any");
    // If no line ends it, it is not a here-document.
    if (next === undefined) continue;
    yield {
      operator: { start: index, end: index + written.length },
      strip: mark !== "~" ? "none" : "indentation",
      quoted: found[2] === "'",
      body,
      closed: next !== undefined,
    };
    search.lastIndex = next ?? body.end;
  }
}

/** The lines of a here-document. */
export interface HeredocBody {
  readonly body: Span;
  /** Where the line of the delimiter ends; `undefined` if the text ends before it. */
  readonly next: number | undefined;
  /** A line that is the delimiter but for spaces, where the end is meant but is not. It is taken for the end. */
  readonly falseEnd?: Span;
}

/** How many lines are looked at that are a delimiter but for spaces. */
const mostFalseEnds = 50;
const longestDelimiter = 100;

/**
 * Finds the ends of the here-documents of a text; all of them in a time that grows with the text.
 *
 * @returns a function of where the lines start, the delimiter, and what may indent it
 */
export function bodiesOf(
  text: string,
): (start: number, word: string, indentation: "none" | "tabs" | "any") => HeredocBody {
  let lines: Map<string, number[]> | undefined;
  return (start, word, indentation) => {
    lines ??= linesByText(text);
    let falseEnd: Span | undefined;
    const starts = lines.get(word) ?? [];
    const first = partitionPoint(starts, (line) => line < start);
    for (const lineStart of starts.slice(first, first + mostFalseEnds)) {
      const wordStart = text.indexOf(word, lineStart);
      const line = { start: lineStart, end: wordStart + word.length };
      if (isEnd(text, line, wordStart, indentation)) {
        if (falseEnd !== undefined && beginsAgain(text, falseEnd.end, lineStart, word)) break;
        return { body: { start, end: lineStart }, next: line.end };
      }
      falseEnd ??= line;
    }
    if (falseEnd === undefined) return { body: { start, end: text.length }, next: undefined };
    return { body: { start, end: falseEnd.start }, next: falseEnd.end, falseEnd };
  };
}

/** @param line from its start to the end of the delimiter, which is all that is in it but for spaces */
function isEnd(text: string, { start, end }: Span, wordStart: number, indentation: "none" | "tabs" | "any"): boolean {
  if (indentation === "any") return true;
  const after = text[end] === "\r" ? text[end + 1] : text[end];
  if (after !== undefined && after !== "\n") return false;
  for (let at = start; at < wordStart; at++) if (indentation === "none" || text[at] !== "\t") return false;
  return true;
}

/** True if another here-document of the same delimiter begins between two places. */
function beginsAgain(text: string, start: number, end: number, word: string): boolean {
  const between = text.slice(start, Math.min(end, start + 4000));
  return /<</.test(between) && new RegExp(`<<[-~]?\\s?["'\\\\]?${word.replace(/[^\w]/g, "\\$&")}`).test(between);
}

/** The starts of the lines that may be delimiters, by their text without spaces around it. */
function linesByText(text: string): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline;
    const line = end - start > longestDelimiter * 3 ? "" : text.slice(start, end).trim();
    if (line !== "" && line.length <= longestDelimiter) {
      const known = lines.get(line);
      if (known === undefined) lines.set(line, [start]);
      else known.push(start);
    }
    start = end + 1;
  }
  return lines;
}
