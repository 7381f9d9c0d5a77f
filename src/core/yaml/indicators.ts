import { characters, column, fail } from "./cursor.ts";
import { rollIndent, unrollIndent } from "./indentation.ts";
import { scanDirective } from "./properties.ts";
import { insertToken, maxDepth, type Scanner, type SimpleKey } from "./scannerState.ts";
import { keyIsValid, removeKey, saveKey } from "./simpleKeys.ts";
import { type TokenType, token } from "./tokens.ts";

/**
 * The end of the text. Source: `yaml_parser_fetch_stream_end`; https://yaml.org/spec/1.1/#id898785 (7.4. Complete
 * Stream).
 */
export function fetchStreamEnd(s: Scanner): void {
  if (column(s) !== 0) {
    s.line++;
    s.lineBase = characters(s);
  }
  endBlocks(s);
  insertToken(s, token("stream-end", s.length, s.length, s.line));
}

/** A line with `%`. Source: `yaml_parser_fetch_directive`; https://yaml.org/spec/1.1/#id895217 (7.1. Directives). */
export function fetchDirective(s: Scanner): void {
  endBlocks(s);
  insertToken(s, scanDirective(s));
}

/**
 * `---` or `...`. Source: `yaml_parser_fetch_document_indicator`; https://yaml.org/spec/1.1/#id897596 (7.2. Document
 * Boundary Markers).
 */
export function fetchDocumentIndicator(s: Scanner, type: "document-start" | "document-end"): void {
  endBlocks(s);
  insertToken(s, token(type, s.pos, s.pos + 3, s.line));
  s.pos += 3;
}

/** Nothing goes on over the bounds of a document. */
function endBlocks(s: Scanner): void {
  unrollIndent(s, -1);
  removeKey(s);
  s.keyAllowed = false;
}

/**
 * `[` or `{`. Source: `yaml_parser_fetch_flow_collection_start`; `c-sequence-start` and `c-mapping-start` of
 * https://yaml.org/spec/1.1/#id868988 (5.3. Indicator Characters), as are the others below.
 */
export function fetchFlowStart(s: Scanner, type: "flow-sequence-start" | "flow-mapping-start"): void {
  saveKey(s);
  s.keys.push({
    possible: false,
    required: false,
    tokenNumber: s.parsed + s.tokens.length - s.head,
    start: s.pos,
    line: s.line,
    column: column(s),
    index: characters(s),
  });
  s.flowLevel++;
  if (s.flowLevel > maxDepth) fail(s, `exceeded max depth of ${maxDepth}`);
  s.keyAllowed = true;
  fetchIndicator(s, type);
}

/** `]` or `}`. Source: `yaml_parser_fetch_flow_collection_end`; `c-sequence-end` and `c-mapping-end`. */
export function fetchFlowEnd(s: Scanner, type: "flow-sequence-end" | "flow-mapping-end"): void {
  removeKey(s);
  if (s.flowLevel > 0) {
    s.flowLevel--;
    s.keyByToken.delete((s.keys.pop() as SimpleKey).tokenNumber);
  }
  s.keyAllowed = false;
  fetchIndicator(s, type);
}

/** `,` in a flow collection. Source: `yaml_parser_fetch_flow_entry`; `c-collect-entry`. */
export function fetchFlowEntry(s: Scanner): void {
  removeKey(s);
  s.keyAllowed = true;
  fetchIndicator(s, "flow-entry");
}

/** `-` before an item of a block sequence. Source: `yaml_parser_fetch_block_entry`; `c-sequence-entry`. */
export function fetchBlockEntry(s: Scanner): void {
  if (s.flowLevel === 0) {
    if (!s.keyAllowed) fail(s, "block sequence entries are not allowed in this context");
    rollIndent(s, column(s), "block-sequence-start", s.pos, s.line);
  }
  removeKey(s);
  s.keyAllowed = true;
  fetchIndicator(s, "block-entry");
}

/** `?` before a key. Source: `yaml_parser_fetch_key`; `c-mapping-key`. */
export function fetchKey(s: Scanner): void {
  if (s.flowLevel === 0) {
    if (!s.keyAllowed) fail(s, "mapping keys are not allowed in this context");
    rollIndent(s, column(s), "block-mapping-start", s.pos, s.line);
  }
  removeKey(s);
  s.keyAllowed = s.flowLevel === 0;
  fetchIndicator(s, "key");
}

/**
 * `:` before a value. It makes a key of what started before it, and so the start of a mapping comes before that.
 * Source: `yaml_parser_fetch_value`; `c-mapping-value`.
 */
export function fetchValue(s: Scanner): void {
  const key = s.keys[s.keys.length - 1] as SimpleKey;
  if (keyIsValid(s, key)) {
    insertToken(s, token("key", key.start, key.start, key.line), key.tokenNumber);
    rollIndent(s, key.column, "block-mapping-start", key.start, key.line, key.tokenNumber);
    key.possible = false;
    s.keyByToken.delete(key.tokenNumber);
    s.keyAllowed = false;
  } else {
    if (s.flowLevel === 0) {
      if (!s.keyAllowed) fail(s, "mapping values are not allowed in this context");
      rollIndent(s, column(s), "block-mapping-start", s.pos, s.line);
    }
    s.keyAllowed = s.flowLevel === 0;
  }
  fetchIndicator(s, "value");
}

function fetchIndicator(s: Scanner, type: TokenType): void {
  insertToken(s, token(type, s.pos, s.pos + 1, s.line));
  s.pos++;
}
