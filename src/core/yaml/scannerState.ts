import { byteOrderMark, type Cursor } from "./cursor.ts";
import type { SourceText } from "./source.ts";
import type { Token } from "./tokens.ts";

/** Where a key may have started. One for each level, written again for each token that can start one. */
export interface SimpleKey {
  possible: boolean;
  required: boolean;
  tokenNumber: number;
  start: number;
  line: number;
  column: number;
  index: number;
}

/** What the scanner knows of a text: where it is in it, and the tokens that it found and that were not yet taken. */
export interface Scanner extends Cursor {
  /** The tokens, of which those before `head` were taken. */
  tokens: Token[];
  head: number;
  /** How many tokens were taken in all: a token's number is its place among all of them. */
  parsed: number;
  /** Whether the token at `head` is there, and no key can come before it any more. */
  available: boolean;
  /** Whether the last token was taken. */
  ended: boolean;
  /** How many flow collections are open. */
  flowLevel: number;
  /** Column of the innermost block collection, -1 outside of all. */
  indent: number;
  readonly indents: number[];
  /** Whether a key may start here. */
  keyAllowed: boolean;
  /** A key that may have started, for each flow collection and the block around them. */
  readonly keys: SimpleKey[];
  /** The index in `keys` of the key that starts at the token of a number. */
  readonly keyByToken: Map<number, number>;
}

/** How deep collections may be nested in yaml.v2, those in block style and those in flow style each. */
export const maxDepth = 10_000;

/** Starts at the beginning of a text, after its byte-order mark. */
export function createScanner(source: SourceText): Scanner {
  const text = `${source.text}\0\0\0\0`;
  const pos = text.charCodeAt(0) === byteOrderMark ? 1 : 0;
  return {
    text,
    length: source.text.length,
    source,
    pos,
    line: 0,
    pairs: 0,
    lineBase: pos,
    tokens: [],
    head: 0,
    parsed: 0,
    available: false,
    ended: false,
    flowLevel: 0,
    indent: -1,
    indents: [],
    keyAllowed: true,
    keys: [{ possible: false, required: false, tokenNumber: 0, start: 0, line: 0, column: 0, index: 0 }],
    keyByToken: new Map(),
  };
}

/** @param number the number that the token gets; the next one, unless said */
export function insertToken(s: Scanner, added: Token, number = -1): void {
  if (number < 0) s.tokens.push(added);
  else s.tokens.splice(s.head + number - s.parsed, 0, added);
}
