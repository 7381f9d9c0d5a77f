import { blockNode, blockNodeOrIndentlessSequence } from "./nodeProductions.ts";
import { close, empty, failAt, nextToken, type Parser, type State } from "./parserState.ts";
import { skip } from "./scanner.ts";
import type { Token, TokenType } from "./tokens.ts";
import { endColon } from "./tree.ts";

/**
 * An item of a block sequence, or its end. Source: `yaml_parser_parse_block_sequence_entry`; `l-block-seq-entry` of
 * https://yaml.org/spec/1.1/#id931893 (10.1.2. Block Sequences).
 */
export function blockSequence(p: Parser, token: Token): State {
  if (token.type === "block-entry") {
    const { type } = nextToken(p);
    if (type === "block-entry" || type === "block-end") return empty(p, token.end, token.line, "block-sequence");
    return blockNode(p, "block-sequence");
  }
  if (token.type !== "block-end") failAt("did not find expected '-' indicator", token);
  skip(p.scanner);
  return close(p);
}

/**
 * An item of a block sequence in the column of its key, or its end. Source:
 * `yaml_parser_parse_indentless_sequence_entry`; https://yaml.org/spec/1.1/#id931893 (10.1.2. Block Sequences).
 */
export function indentlessSequence(p: Parser, token: Token): State {
  if (token.type !== "block-entry") return close(p);
  const { type } = nextToken(p);
  if (type === "block-entry" || endsBlockValue(type)) return empty(p, token.end, token.line, "indentless-sequence");
  return blockNode(p, "indentless-sequence");
}

/**
 * A key of a block mapping, or its end. Source: `yaml_parser_parse_block_mapping_key`; `ns-l-block-map-entry` of
 * https://yaml.org/spec/1.1/#id934537 (10.2.2. Block Mappings).
 */
export function blockMapping(p: Parser, token: Token): State {
  if (token.type === "key") {
    const { type } = nextToken(p);
    if (endsBlockValue(type)) return empty(p, token.end, token.line, "block-mapping-value");
    return blockNodeOrIndentlessSequence(p, "block-mapping-value");
  }
  if (token.type !== "block-end") failAt("did not find expected key", token);
  skip(p.scanner);
  return close(p);
}

/**
 * The value of such a key. Source: `yaml_parser_parse_block_mapping_value`; `s-l+block-simple-value` and
 * `l-block-explicit-value` of https://yaml.org/spec/1.1/#id934537 (10.2.2. Block Mappings).
 */
export function blockMappingValue(p: Parser, token: Token): State {
  if (token.type !== "value") return empty(p, token.start, token.line, "block-mapping");
  endColon(p.tree, token.end);
  const { type } = nextToken(p);
  if (endsBlockValue(type)) return empty(p, token.end, token.line, "block-mapping");
  return blockNodeOrIndentlessSequence(p, "block-mapping");
}

function endsBlockValue(type: TokenType): boolean {
  return type === "key" || type === "value" || type === "block-end";
}
