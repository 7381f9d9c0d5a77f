import type { SourceText } from "./source.ts";

/** Why yaml.v2 stops reading. */
export class YamlFailure extends Error {
  /**
   * @param text the message as yaml.v2 writes it after `yaml: `
   * @param offset UTF-16 offset of the fault: where it stopped, or where that begins which is never ended
   */
  constructor(
    readonly text: string,
    readonly offset: number,
  ) {
    super(text);
  }
}

/** Where the scanner stands in a text. Functions of this file and its neighbours move it forward. */
export interface Cursor {
  /** The text with NUL after its end, as yaml.v2's buffer has it: no other NUL is in it, and no bounds are checked. */
  readonly text: string;
  /** Length of the text without the NULs. */
  readonly length: number;
  readonly source: SourceText;
  /** UTF-16 offset. */
  pos: number;
  /** Line, from 0, counted as YAML 1.1 does. */
  line: number;
  /** Surrogate pairs so far: yaml.v2 counts characters, not UTF-16 units. */
  pairs: number;
  /** What the count of characters was where the line started. */
  lineBase: number;
}

export const byteOrderMark = 0xfeff;
export const [tab, lineFeed, carriageReturn, space] = [9, 10, 13, 32];
export const [quote, singleQuote, hash, backslash, percent] = [34, 39, 35, 92, 37];
export const [hyphen, question, colon, comma, dot, bang] = [45, 63, 58, 44, 46, 33];
export const [ampersand, asterisk, greater, pipe] = [38, 42, 62, 124];
export const [openList, closeList, openMap, closeMap] = [91, 93, 123, 125];

export function isBlank(code: number): boolean {
  return code === space || code === tab;
}

/** YAML 1.1 has more line breaks than 1.2: NEL, LS and PS. */
export function isBreak(code: number): boolean {
  return code === lineFeed || code === carriageReturn || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isBreakOrEnd(code: number): boolean {
  return code === 0 || isBreak(code);
}

export function isBlankOrEnd(code: number): boolean {
  return isBlank(code) || isBreakOrEnd(code);
}

export function isWord(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code === hyphen
  );
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isHex(code: number): boolean {
  return isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

/** The column in characters, from 0. */
export function column(c: Cursor): number {
  return c.pos - c.pairs - c.lineBase;
}

/** The number of characters before the cursor. */
export function characters(c: Cursor): number {
  return c.pos - c.pairs;
}

/**
 * Stops as yaml.v2's scanner does.
 *
 * @param begin where the fault begins, when that is not where the scanner stands
 */
export function fail(c: Cursor, problem: string, begin = c.pos): never {
  // yaml.v2 leaves the line out when it is the first.
  throw new YamlFailure(c.line === 0 ? problem : `line ${c.line + 1}: ${problem}`, Math.min(begin, c.length));
}

/** Fails where the reader would on being asked for so many more characters. */
export function need(c: Cursor, count: number): void {
  const { refused } = c.source;
  if (refused && c.pos + count > refused.chunkStart) throw new YamlFailure(refused.message, refused.offset);
}

/** Goes past a character of a comment or scalar. */
export function advance(c: Cursor, code: number): void {
  if (code >= 0xd800 && code <= 0xdbff) {
    c.pairs++;
    c.pos += 2;
  } else c.pos++;
}

/** Goes past a line break and returns what it is worth in a scalar; nothing where there is none. */
export function readBreak(c: Cursor): string {
  const code = c.text.charCodeAt(c.pos);
  if (!isBreak(code)) return "";
  c.pos += code === carriageReturn && c.text.charCodeAt(c.pos + 1) === lineFeed ? 2 : 1;
  c.line++;
  c.lineBase = characters(c);
  return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : "\n";
}

/** Goes to the end of the line, whatever stands there. */
export function skipComment(c: Cursor): void {
  for (let code = c.text.charCodeAt(c.pos); !isBreakOrEnd(code); code = c.text.charCodeAt(c.pos)) advance(c, code);
}

export function skipBlanks(c: Cursor): void {
  while (isBlank(c.text.charCodeAt(c.pos))) c.pos++;
  need(c, 1);
}

/** Goes past blanks and a comment to the next line. @throws YamlFailure when anything else stands there */
export function endLine(c: Cursor, problem: string): void {
  skipBlanks(c);
  if (c.text.charCodeAt(c.pos) === hash) skipComment(c);
  need(c, 1);
  if (!isBreakOrEnd(c.text.charCodeAt(c.pos))) fail(c, problem);
  readBreak(c);
}

/** Goes past letters, digits, `_` and `-`. */
export function readWord(c: Cursor): string {
  const start = c.pos;
  while (isWord(c.text.charCodeAt(c.pos))) c.pos++;
  need(c, 1);
  return c.text.slice(start, c.pos);
}

/** Whether `---` or `...` stands here, with a blank or nothing after it. */
export function atIndicator(c: Cursor, code: number): boolean {
  return (
    c.text.charCodeAt(c.pos) === code &&
    c.text.charCodeAt(c.pos + 1) === code &&
    c.text.charCodeAt(c.pos + 2) === code &&
    isBlankOrEnd(c.text.charCodeAt(c.pos + 3))
  );
}
