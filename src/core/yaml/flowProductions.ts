import { flowNode } from "./nodeProductions.ts";
import { close, empty, failAt, nextToken, type Parser, type State } from "./parserState.ts";
import { peek, skip } from "./scanner.ts";
import type { Token } from "./tokens.ts";
import { closeCollection, endColon, openCollection } from "./tree.ts";

/**
 * An item of a flow sequence, or its end. Source: `yaml_parser_parse_flow_sequence_entry`; `ns-s-flow-seq-entry` of
 * https://yaml.org/spec/1.1/#id931285 (10.1.1. Flow Sequences).
 */
export function flowSequence(p: Parser, token: Token, first: boolean): State {
  let item = token;
  if (item.type !== "flow-sequence-end") {
    if (!first) {
      if (item.type !== "flow-entry") failAt("did not find expected ',' or ']'", item);
      item = nextToken(p);
    }
    if (item.type === "key") return flowPair(p, item);
    if (item.type !== "flow-sequence-end") return flowNode(p, "flow-sequence");
  }
  skip(p.scanner);
  return close(p, item.end);
}

/**
 * A mapping of one key as an item: `ns-s-flow-single-pair` of https://yaml.org/spec/1.1/#id933010 (10.2.1. Flow
 * Mappings).
 */
function flowPair(p: Parser, { start, line }: Token): State {
  const written = { start, end: start, line, anchor: undefined, tag: undefined, propertiesStart: start };
  openCollection(p.tree, "map", true, written);
  skip(p.scanner);
  return "flow-pair-key";
}

/** Its key. Source: `yaml_parser_parse_flow_sequence_entry_mapping_key`. */
export function flowPairKey(p: Parser, token: Token): State {
  if (token.type !== "value" && token.type !== "flow-entry" && token.type !== "flow-sequence-end")
    return flowNode(p, "flow-pair-value");
  // yaml.v2 skips this token too, a slip that makes `[? , a]` an error further on.
  skip(p.scanner);
  return empty(p, token.end, token.line, "flow-pair-value");
}

/** Its value. Source: `yaml_parser_parse_flow_sequence_entry_mapping_value`. */
export function flowPairValue(p: Parser, token: Token): State {
  let value = token;
  if (value.type === "value") {
    endColon(p.tree, value.end);
    value = nextToken(p);
    if (value.type !== "flow-entry" && value.type !== "flow-sequence-end") return flowNode(p, "flow-pair-end");
  }
  return empty(p, value.start, value.line, "flow-pair-end");
}

/** Its end. Source: `yaml_parser_parse_flow_sequence_entry_mapping_end`. */
export function flowPairEnd(p: Parser): State {
  peek(p.scanner);
  closeCollection(p.tree);
  return "flow-sequence";
}

/**
 * A key of a flow mapping, or its end. Source: `yaml_parser_parse_flow_mapping_key`; `ns-s-flow-map-entry` of
 * https://yaml.org/spec/1.1/#id933010 (10.2.1. Flow Mappings).
 */
export function flowMapping(p: Parser, token: Token, first: boolean): State {
  let key = token;
  if (key.type !== "flow-mapping-end") {
    if (!first) {
      if (key.type !== "flow-entry") failAt("did not find expected ',' or '}'", key);
      key = nextToken(p);
    }
    if (key.type === "key") {
      const { type, start, line } = nextToken(p);
      if (type === "value" || type === "flow-entry" || type === "flow-mapping-end")
        return empty(p, start, line, "flow-mapping-value");
      return flowNode(p, "flow-mapping-value");
    }
    if (key.type !== "flow-mapping-end") return flowNode(p, "flow-mapping-empty-value");
  }
  skip(p.scanner);
  return close(p, key.end);
}

/** The value of such a key. Source: `yaml_parser_parse_flow_mapping_value`; `c-s-flow-explicit-value`. */
export function flowMappingValue(p: Parser, token: Token): State {
  let value = token;
  if (value.type === "value") {
    endColon(p.tree, value.end);
    value = nextToken(p);
    if (value.type !== "flow-entry" && value.type !== "flow-mapping-end") return flowNode(p, "flow-mapping");
  }
  return empty(p, value.start, value.line, "flow-mapping");
}

/** Nothing, after a key that has no `:`. Source: `yaml_parser_parse_flow_mapping_value`; `c-s-flow-explicit-empty`. */
export function flowMappingEmptyValue(p: Parser, { start, line }: Token): State {
  return empty(p, start, line, "flow-mapping");
}
