import { blockMapping, blockMappingValue, blockSequence, indentlessSequence } from "./blockProductions.ts";
import { YamlFailure } from "./cursor.ts";
import { documentContent, restAfter, startDocument } from "./documentProductions.ts";
import { hiddenTargets } from "./expansion.ts";
import type { FirstDocument } from "./firstDocument.ts";
import {
  flowMapping,
  flowMappingEmptyValue,
  flowMappingValue,
  flowPairEnd,
  flowPairKey,
  flowPairValue,
  flowSequence,
} from "./flowProductions.ts";
import { blockNode } from "./nodeProductions.ts";
import { createParser, nextToken, type Parser, type State } from "./parserState.ts";
import { peek } from "./scanner.ts";
import type { SourceText } from "./source.ts";

export type { Failure, FirstDocument } from "./firstDocument.ts";

/**
 * Reads the first document of a text as yaml.v2 v2.4.0 does, and nothing after it. Source: `parserc.go`, whose state
 * machine this is (so that depth costs no stack), and the node builder of `decode.go`. Never throws.
 *
 * @param unknownAnchors whether an alias without an anchor is a failure, as it is for k3s, or an alias of nothing
 */
export function parseFirstDocument(source: SourceText, unknownAnchors: "refused" | "kept" = "refused"): FirstDocument {
  const parser = createParser(source, unknownAnchors === "kept");
  const { aliases } = parser;
  try {
    return { failure: undefined, aliases, ...read(parser) };
  } catch (error) {
    if (!(error instanceof YamlFailure)) throw error;
    return {
      root: undefined,
      failure: { message: `yaml: ${error.text}`, offset: error.offset },
      aliases,
      rest: undefined,
      hidden: undefined,
      tooDeep: false,
    };
  }
}

function read(p: Parser): Pick<FirstDocument, "root" | "rest" | "hidden" | "tooDeep"> {
  let state = startDocument(p);
  const started = state !== "end";
  while (state !== "end") state = step(p, state);
  const rest = started ? restAfter(p) : undefined;
  const { root, tooDeep, expansion } = p.tree;
  return { root, rest, hidden: hiddenTargets(p.aliases, expansion.added()), tooDeep };
}

/** Source: `yaml_parser_state_machine`. */
function step(p: Parser, state: State): State {
  switch (state) {
    case "document-content":
      return documentContent(p);
    case "block-node":
      return blockNode(p);
    case "block-sequence-first":
      return blockSequence(p, nextToken(p));
    case "block-sequence":
      return blockSequence(p, peek(p.scanner));
    case "indentless-sequence":
      return indentlessSequence(p, peek(p.scanner));
    case "block-mapping-first":
      return blockMapping(p, nextToken(p));
    case "block-mapping":
      return blockMapping(p, peek(p.scanner));
    case "block-mapping-value":
      return blockMappingValue(p, peek(p.scanner));
    case "flow-sequence-first":
      return flowSequence(p, nextToken(p), true);
    case "flow-sequence":
      return flowSequence(p, peek(p.scanner), false);
    case "flow-pair-key":
      return flowPairKey(p, peek(p.scanner));
    case "flow-pair-value":
      return flowPairValue(p, peek(p.scanner));
    case "flow-pair-end":
      return flowPairEnd(p);
    case "flow-mapping-first":
      return flowMapping(p, nextToken(p), true);
    case "flow-mapping":
      return flowMapping(p, peek(p.scanner), false);
    case "flow-mapping-value":
      return flowMappingValue(p, peek(p.scanner));
    case "flow-mapping-empty-value":
      return flowMappingEmptyValue(p, peek(p.scanner));
    case "end":
      return "end";
  }
}
