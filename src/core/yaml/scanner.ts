import { scanBlockScalar } from "./blockScalars.ts";
import {
  ampersand,
  asterisk,
  atIndicator,
  bang,
  byteOrderMark,
  characters,
  closeList,
  closeMap,
  colon,
  column,
  comma,
  dot,
  fail,
  greater,
  hash,
  hyphen,
  isBlank,
  isBlankOrEnd,
  need,
  openList,
  openMap,
  percent,
  pipe,
  question,
  quote,
  readBreak,
  singleQuote,
  skipComment,
  space,
  tab,
} from "./cursor.ts";
import { unrollIndent } from "./indentation.ts";
import {
  fetchBlockEntry,
  fetchDirective,
  fetchDocumentIndicator,
  fetchFlowEnd,
  fetchFlowEntry,
  fetchFlowStart,
  fetchKey,
  fetchStreamEnd,
  fetchValue,
} from "./indicators.ts";
import { scanPlainScalar } from "./plainScalars.ts";
import { scanAnchor, scanTag } from "./properties.ts";
import { scanFlowScalar } from "./quotedScalars.ts";
import { insertToken, type Scanner, type SimpleKey } from "./scannerState.ts";
import { keyIsValid, removeKey, saveKey } from "./simpleKeys.ts";
import type { Token } from "./tokens.ts";

// Splits a text into the tokens of YAML 1.1 exactly as yaml.v2 v2.4.0 does, its deviations from the specification
// included: k3s reads registries.yaml with it. Source: `scannerc.go`, a port of libyaml's scanner, which this file and
// those that it imports follow function by function so that every message comes at the same place.

/** The next token, which stays next. @throws YamlFailure */
export function peek(s: Scanner): Token {
  if (!s.available && !s.ended) fetchMore(s);
  return s.tokens[s.head] as Token;
}

/** Goes past the token that `peek` gave. */
export function skip(s: Scanner): void {
  s.ended = s.tokens[s.head]?.type === "stream-end";
  s.available = false;
  s.parsed++;
  s.head++;
  if (s.head > 64) {
    s.tokens = s.tokens.slice(s.head);
    s.head = 0;
  }
}

/** Reads on until no key can come before the next token any more. Source: `yaml_parser_fetch_more_tokens`. */
function fetchMore(s: Scanner): void {
  for (;;) {
    if (s.head < s.tokens.length) {
      const index = s.keyByToken.get(s.parsed);
      if (index === undefined || !keyIsValid(s, s.keys[index] as SimpleKey)) break;
    }
    fetchNext(s);
  }
  s.available = true;
}

/**
 * Reads one token, and those that come before it. Source: `yaml_parser_fetch_next_token`;
 * https://yaml.org/spec/1.1/#id868988 (5.3. Indicator Characters).
 */
function fetchNext(s: Scanner): void {
  skipToToken(s);
  unrollIndent(s, column(s));
  need(s, 4);
  const code = s.text.charCodeAt(s.pos);
  const next = s.text.charCodeAt(s.pos + 1);
  const atMargin = column(s) === 0;
  if (code === 0) fetchStreamEnd(s);
  else if (atMargin && code === percent) fetchDirective(s);
  else if (atMargin && atIndicator(s, hyphen)) fetchDocumentIndicator(s, "document-start");
  else if (atMargin && atIndicator(s, dot)) fetchDocumentIndicator(s, "document-end");
  else if (code === openList) fetchFlowStart(s, "flow-sequence-start");
  else if (code === openMap) fetchFlowStart(s, "flow-mapping-start");
  else if (code === closeList) fetchFlowEnd(s, "flow-sequence-end");
  else if (code === closeMap) fetchFlowEnd(s, "flow-mapping-end");
  else if (code === comma) fetchFlowEntry(s);
  else if (code === hyphen && isBlankOrEnd(next)) fetchBlockEntry(s);
  else if (code === question && (s.flowLevel > 0 || isBlankOrEnd(next))) fetchKey(s);
  else if (code === colon && (s.flowLevel > 0 || isBlankOrEnd(next))) fetchValue(s);
  else if (code === asterisk) fetchAnchor(s, "alias");
  else if (code === ampersand) fetchAnchor(s, "anchor");
  else if (code === bang) fetchTag(s);
  else if (s.flowLevel === 0 && code === pipe) fetchBlockScalar(s, true);
  else if (s.flowLevel === 0 && code === greater) fetchBlockScalar(s, false);
  else if (code === singleQuote) fetchFlowScalar(s, true);
  else if (code === quote) fetchFlowScalar(s, false);
  else if (startsPlain(s, code, next)) fetchPlainScalar(s);
  else fail(s, "found character that cannot start any token");
}

/** Characters that a plain scalar can't start with. */
const indicators = new Set(Array.from("-?:,[]{}#&*!|>'\"%@`", (char) => char.charCodeAt(0)));

/** True if a plain scalar starts here: `ns-plain-first-char` of https://yaml.org/spec/1.1/#id907281 (9.1.3. Plain). */
function startsPlain(s: Scanner, code: number, next: number): boolean {
  return (
    (!isBlank(code) && !indicators.has(code)) ||
    (code === hyphen && !isBlank(next)) ||
    (s.flowLevel === 0 && (code === question || code === colon) && !isBlankOrEnd(next))
  );
}

/**
 * Goes past blanks, comments and line breaks. Source: `yaml_parser_scan_to_next_token`;
 * https://yaml.org/spec/1.1/#id893014 (6.3. Separation Spaces) and https://yaml.org/spec/1.1/#id892353 (6.2. Comments).
 */
function skipToToken(s: Scanner): void {
  // A second byte-order mark is skipped as well, as yaml.v2 does at the start of its buffer.
  if (characters(s) === s.lineBase && s.line === 0 && s.text.charCodeAt(s.pos) === byteOrderMark) s.pos++;
  for (;;) {
    need(s, 1);
    let code = s.text.charCodeAt(s.pos);
    while (code === space || (code === tab && (s.flowLevel > 0 || !s.keyAllowed))) code = s.text.charCodeAt(++s.pos);
    if (code === hash) skipComment(s);
    need(s, 1);
    if (readBreak(s) === "") return;
    if (s.flowLevel === 0) s.keyAllowed = true;
  }
}

/**
 * `&name` or `*name`, with which a key may start. Source: `yaml_parser_fetch_anchor`;
 * https://yaml.org/spec/1.1/#id899912 (8.1. Node Anchors) and https://yaml.org/spec/1.1/#id902561 (8.4. Alias Nodes).
 */
function fetchAnchor(s: Scanner, type: "alias" | "anchor"): void {
  saveKey(s);
  s.keyAllowed = false;
  insertToken(s, scanAnchor(s, type));
}

/** `!tag`. Source: `yaml_parser_fetch_tag`; https://yaml.org/spec/1.1/#id900262 (8.2. Node Tags). */
function fetchTag(s: Scanner): void {
  saveKey(s);
  s.keyAllowed = false;
  insertToken(s, scanTag(s));
}

/**
 * `|` or `>`. Source: `yaml_parser_fetch_block_scalar`; https://yaml.org/spec/1.1/#id928806 (9.3. Block Scalar Styles).
 */
function fetchBlockScalar(s: Scanner, literal: boolean): void {
  removeKey(s);
  s.keyAllowed = true;
  insertToken(s, scanBlockScalar(s, literal, s.indent));
}

/**
 * Text in quotes. Source: `yaml_parser_fetch_flow_scalar`; https://yaml.org/spec/1.1/#id904158 (9.1. Flow Scalar
 * Styles).
 */
function fetchFlowScalar(s: Scanner, single: boolean): void {
  saveKey(s);
  s.keyAllowed = false;
  insertToken(s, scanFlowScalar(s, single));
}

/**
 * Text without quotes. Source: `yaml_parser_fetch_plain_scalar`; https://yaml.org/spec/1.1/#id907281 (9.1.3. Plain).
 */
function fetchPlainScalar(s: Scanner): void {
  saveKey(s);
  const { scalar, lineEnded } = scanPlainScalar(s, s.indent, s.flowLevel > 0);
  s.keyAllowed = lineEnded;
  insertToken(s, scalar);
}
