import type { ScalarStyle } from "./node.ts";

export type TokenType =
  | "stream-end"
  | "version-directive"
  | "tag-directive"
  | "document-start"
  | "document-end"
  | "block-sequence-start"
  | "block-mapping-start"
  | "block-end"
  | "flow-sequence-start"
  | "flow-sequence-end"
  | "flow-mapping-start"
  | "flow-mapping-end"
  | "block-entry"
  | "flow-entry"
  | "key"
  | "value"
  | "alias"
  | "anchor"
  | "tag"
  | "scalar";

/** One token; offsets are UTF-16 offsets of the text, lines count from 0. */
export interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** A scalar's text, an anchor's or alias' name, a tag's handle, a directive's version or handle. */
  readonly value: string;
  /** A tag's suffix, or the prefix of a `%TAG` directive. */
  readonly suffix: string;
  readonly style: ScalarStyle;
  /** Where the line breaks end that belong to a block scalar. */
  readonly blockEnd: number;
}

/** A token that has no text of its own. */
export function token(type: TokenType, start: number, end: number, line: number): Token {
  return { type, start, end, line, value: "", suffix: "", style: "plain", blockEnd: end };
}

/** A scalar's token, written out: a spread costs more than all else of it. */
export function scalarToken(
  start: number,
  end: number,
  line: number,
  value: string,
  style: ScalarStyle,
  blockEnd = end,
): Token {
  return { type: "scalar", start, end, line, value, suffix: "", style, blockEnd };
}
