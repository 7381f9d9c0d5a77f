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
  createCursor,
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
import { scanAnchor, scanDirective, scanTag } from "./properties.ts";
import { scanBlockScalar, scanFlowScalar, scanPlainScalar } from "./scalars.ts";
import type { SourceText } from "./source.ts";
import { type Token, type TokenType, token } from "./tokens.ts";

/** Where a key may have started. One for each level, written anew for each token that can start one. */
interface SimpleKey {
  possible: boolean;
  required: boolean;
  tokenNumber: number;
  start: number;
  line: number;
  column: number;
  index: number;
}

export interface Scanner {
  /** The next token, which stays next. @throws YamlFailure */
  peek(): Token;
  /** Goes past the token that `peek` gave. */
  skip(): void;
}

const maxDepth = 10_000;
/** A key without `?` ends within this many characters, and on its line. */
const maxKeyLength = 1024;

/** Characters that a plain scalar can't start with. */
const indicators = new Set(Array.from("-?:,[]{}#&*!|>'\"%@`", (char) => char.charCodeAt(0)));

/**
 * Splits a text into the tokens of YAML 1.1 exactly as yaml.v2 v2.4.0 does, its deviations from the specification
 * included: k3s reads registries.yaml with it. Source: `scannerc.go`, a port of libyaml's scanner, which this follows
 * function by function so that every message comes at the same place.
 */
export function createScanner(source: SourceText): Scanner {
  const c = createCursor(source);
  let tokens: Token[] = [];
  let head = 0;
  let parsed = 0;
  let available = false;
  let ended = false;

  let flowLevel = 0;
  let indent = -1;
  const indents: number[] = [];
  let keyAllowed = true;
  const keys: SimpleKey[] = [
    { possible: false, required: false, tokenNumber: 0, start: 0, line: 0, column: 0, index: 0 },
  ];
  const keyByToken = new Map<number, number>();

  function insert(added: Token, number = -1): void {
    if (number < 0) tokens.push(added);
    else tokens.splice(head + number - parsed, 0, added);
  }

  function keyIsValid(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.line < c.line || key.index + maxKeyLength < characters(c)) {
      if (key.required) fail(c, "could not find expected ':'", key.start);
      key.possible = false;
      return false;
    }
    return true;
  }

  function removeKey(): void {
    const key = keys[keys.length - 1] as SimpleKey;
    if (!key.possible) return;
    if (key.required) fail(c, "could not find expected ':'", key.start);
    key.possible = false;
    keyByToken.delete(key.tokenNumber);
  }

  function saveKey(): void {
    if (!keyAllowed) return;
    const required = flowLevel === 0 && indent === column(c);
    const tokenNumber = parsed + tokens.length - head;
    removeKey();
    const key = keys[keys.length - 1] as SimpleKey;
    key.possible = true;
    key.required = required;
    key.tokenNumber = tokenNumber;
    key.start = c.pos;
    key.line = c.line;
    key.column = column(c);
    key.index = characters(c);
    keyByToken.set(tokenNumber, keys.length - 1);
  }

  function rollIndent(to: number, type: TokenType, start: number, atLine: number, number = -1): void {
    if (flowLevel > 0 || indent >= to) return;
    indents.push(indent);
    indent = to;
    if (indents.length > maxDepth) fail(c, `exceeded max depth of ${maxDepth}`);
    insert(token(type, start, start, atLine), number);
  }

  function unrollIndent(to: number): void {
    if (flowLevel > 0) return;
    while (indent > to) {
      insert(token("block-end", Math.min(c.pos, c.length), Math.min(c.pos, c.length), c.line));
      indent = indents.pop() ?? -1;
    }
  }

  function fetchMore(): void {
    for (;;) {
      if (head < tokens.length) {
        const index = keyByToken.get(parsed);
        if (index === undefined || !keyIsValid(keys[index] as SimpleKey)) break;
      }
      fetchNext();
    }
    available = true;
  }

  function fetchNext(): void {
    skipToToken();
    unrollIndent(column(c));
    need(c, 4);
    const code = c.text.charCodeAt(c.pos);
    const next = c.text.charCodeAt(c.pos + 1);
    const atMargin = column(c) === 0;
    if (code === 0) fetchStreamEnd();
    else if (atMargin && code === percent) fetchDirective();
    else if (atMargin && atIndicator(c, hyphen)) fetchDocumentIndicator("document-start");
    else if (atMargin && atIndicator(c, dot)) fetchDocumentIndicator("document-end");
    else if (code === openList) openFlow("flow-sequence-start");
    else if (code === openMap) openFlow("flow-mapping-start");
    else if (code === closeList) closeFlow("flow-sequence-end");
    else if (code === closeMap) closeFlow("flow-mapping-end");
    else if (code === comma) fetchFlowEntry();
    else if (code === hyphen && isBlankOrEnd(next)) fetchBlockEntry();
    else if (code === question && (flowLevel > 0 || isBlankOrEnd(next))) fetchKey();
    else if (code === colon && (flowLevel > 0 || isBlankOrEnd(next))) fetchValue();
    else if (code === asterisk) fetchKeyStart(() => scanAnchor(c, "alias"));
    else if (code === ampersand) fetchKeyStart(() => scanAnchor(c, "anchor"));
    else if (code === bang) fetchKeyStart(() => scanTag(c));
    else if (flowLevel === 0 && code === pipe) fetchBlockScalar(true);
    else if (flowLevel === 0 && code === greater) fetchBlockScalar(false);
    else if (code === singleQuote) fetchKeyStart(() => scanFlowScalar(c, true));
    else if (code === quote) fetchKeyStart(() => scanFlowScalar(c, false));
    else if (startsPlain(code, next)) fetchPlainScalar();
    else fail(c, "found character that cannot start any token");
  }

  function startsPlain(code: number, next: number): boolean {
    return (
      (!isBlank(code) && !indicators.has(code)) ||
      (code === hyphen && !isBlank(next)) ||
      (flowLevel === 0 && (code === question || code === colon) && !isBlankOrEnd(next))
    );
  }

  function skipToToken(): void {
    // A second byte-order mark is skipped as well, as yaml.v2 does at the start of its buffer.
    if (characters(c) === c.lineBase && c.line === 0 && c.text.charCodeAt(c.pos) === byteOrderMark) c.pos++;
    for (;;) {
      need(c, 1);
      let code = c.text.charCodeAt(c.pos);
      while (code === space || (code === tab && (flowLevel > 0 || !keyAllowed))) code = c.text.charCodeAt(++c.pos);
      if (code === hash) skipComment(c);
      need(c, 1);
      if (readBreak(c) === "") return;
      if (flowLevel === 0) keyAllowed = true;
    }
  }

  function fetchStreamEnd(): void {
    if (column(c) !== 0) {
      c.line++;
      c.lineBase = characters(c);
    }
    unrollIndent(-1);
    removeKey();
    keyAllowed = false;
    insert(token("stream-end", c.length, c.length, c.line));
  }

  function fetchDocumentIndicator(type: "document-start" | "document-end"): void {
    unrollIndent(-1);
    removeKey();
    keyAllowed = false;
    insert(token(type, c.pos, c.pos + 3, c.line));
    c.pos += 3;
  }

  function fetchIndicator(type: TokenType): void {
    insert(token(type, c.pos, c.pos + 1, c.line));
    c.pos++;
  }

  function openFlow(type: "flow-sequence-start" | "flow-mapping-start"): void {
    saveKey();
    keys.push({
      possible: false,
      required: false,
      tokenNumber: parsed + tokens.length - head,
      start: c.pos,
      line: c.line,
      column: column(c),
      index: characters(c),
    });
    flowLevel++;
    if (flowLevel > maxDepth) fail(c, `exceeded max depth of ${maxDepth}`);
    keyAllowed = true;
    fetchIndicator(type);
  }

  function closeFlow(type: "flow-sequence-end" | "flow-mapping-end"): void {
    removeKey();
    if (flowLevel > 0) {
      flowLevel--;
      keyByToken.delete((keys.pop() as SimpleKey).tokenNumber);
    }
    keyAllowed = false;
    fetchIndicator(type);
  }

  function fetchFlowEntry(): void {
    removeKey();
    keyAllowed = true;
    fetchIndicator("flow-entry");
  }

  function fetchBlockEntry(): void {
    if (flowLevel === 0) {
      if (!keyAllowed) fail(c, "block sequence entries are not allowed in this context");
      rollIndent(column(c), "block-sequence-start", c.pos, c.line);
    }
    removeKey();
    keyAllowed = true;
    fetchIndicator("block-entry");
  }

  function fetchKey(): void {
    if (flowLevel === 0) {
      if (!keyAllowed) fail(c, "mapping keys are not allowed in this context");
      rollIndent(column(c), "block-mapping-start", c.pos, c.line);
    }
    removeKey();
    keyAllowed = flowLevel === 0;
    fetchIndicator("key");
  }

  function fetchValue(): void {
    const key = keys[keys.length - 1] as SimpleKey;
    if (keyIsValid(key)) {
      insert(token("key", key.start, key.start, key.line), key.tokenNumber);
      rollIndent(key.column, "block-mapping-start", key.start, key.line, key.tokenNumber);
      key.possible = false;
      keyByToken.delete(key.tokenNumber);
      keyAllowed = false;
    } else {
      if (flowLevel === 0) {
        if (!keyAllowed) fail(c, "mapping values are not allowed in this context");
        rollIndent(column(c), "block-mapping-start", c.pos, c.line);
      }
      keyAllowed = flowLevel === 0;
    }
    fetchIndicator("value");
  }

  /** Reads something that a key may start with. */
  function fetchKeyStart(scan: () => Token): void {
    saveKey();
    keyAllowed = false;
    insert(scan());
  }

  function fetchBlockScalar(literal: boolean): void {
    removeKey();
    keyAllowed = true;
    insert(scanBlockScalar(c, literal, indent));
  }

  function fetchPlainScalar(): void {
    saveKey();
    const { scalar, lineEnded } = scanPlainScalar(c, indent, flowLevel > 0);
    keyAllowed = lineEnded;
    insert(scalar);
  }

  function fetchDirective(): void {
    unrollIndent(-1);
    removeKey();
    keyAllowed = false;
    insert(scanDirective(c));
  }

  return {
    peek() {
      if (!available && !ended) fetchMore();
      return tokens[head] as Token;
    },
    skip() {
      ended = tokens[head]?.type === "stream-end";
      available = false;
      parsed++;
      head++;
      if (head > 64) {
        tokens = tokens.slice(head);
        head = 0;
      }
    },
  };
}
