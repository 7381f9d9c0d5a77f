import { YamlFailure } from "./cursor.ts";
import type { FirstDocument } from "./firstDocument.ts";
import { blockNode } from "./nodeProductions.ts";
import { empty, failAt, leave, nextToken, type Parser, type State } from "./parserState.ts";
import { peek, skip } from "./scanner.ts";
import type { TokenType } from "./tokens.ts";

const documentBounds: ReadonlySet<TokenType> = new Set([
  "version-directive",
  "tag-directive",
  "document-start",
  "document-end",
  "stream-end",
]);

/**
 * The state to start with; none for a stream without a document. Source: `yaml_parser_parse_document_start`;
 * `l-implicit-document` and `l-explicit-document` of https://yaml.org/spec/1.1/#id898031 (7.3. Documents).
 */
export function startDocument(p: Parser): State {
  const { type } = peek(p.scanner);
  if (type === "stream-end") return "end";
  directives(p);
  if (type !== "version-directive" && type !== "tag-directive" && type !== "document-start") return "block-node";
  const token = peek(p.scanner);
  if (token.type !== "document-start") failAt("did not find expected <document start>", token);
  skip(p.scanner);
  return "document-content";
}

/** Source: `yaml_parser_process_directives`; https://yaml.org/spec/1.1/#id895217 (7.1. Directives). */
function directives(p: Parser): void {
  const { handles } = p;
  let version = false;
  for (let token = peek(p.scanner); ; token = nextToken(p)) {
    if (token.type === "version-directive") {
      if (version) failAt("found duplicate %YAML directive", token);
      if (token.value !== "1.1") failAt("found incompatible YAML document", token);
      version = true;
    } else if (token.type === "tag-directive") {
      if (handles.has(token.value)) failAt("found duplicate %TAG directive", token);
      handles.set(token.value, token.suffix);
    } else break;
  }
  if (!handles.has("!")) handles.set("!", "!");
  if (!handles.has("!!")) handles.set("!!", "tag:yaml.org,2002:");
}

/** What follows `---`. Source: `yaml_parser_parse_document_content`. */
export function documentContent(p: Parser): State {
  const { type, start, line } = peek(p.scanner);
  return documentBounds.has(type) ? empty(p, start, line, leave(p)) : blockNode(p);
}

/**
 * What stands after the document. Its end is decided by the token after it, which has to be one. Source:
 * `yaml_parser_parse_document_end`; https://yaml.org/spec/1.1/#id897596 (7.2. Document Boundary Markers).
 */
export function restAfter(p: Parser): FirstDocument["rest"] {
  const after = peek(p.scanner);
  if (after.type === "stream-end") return undefined;
  if (after.type !== "document-end")
    return { kind: after.type === "document-start" ? "document" : "text", offset: after.start };
  skip(p.scanner);
  return textAfterEnd(p);
}

/** What follows `...`: yaml.v2 never looks there, so nothing is wrong with it. */
function textAfterEnd(p: Parser): FirstDocument["rest"] {
  try {
    const { type, start } = peek(p.scanner);
    return type === "stream-end" ? undefined : { kind: "document", offset: start };
  } catch (error) {
    if (error instanceof YamlFailure) return { kind: "document", offset: error.offset };
    throw error;
  }
}
