import type { Span } from "../text/span.ts";
import { type BrokenCredential, brokenCredentials, mask } from "./brokenCredential.ts";
import { documentView } from "./documentView.ts";
import type { FirstDocument } from "./firstDocument.ts";
import type { MapNode, Node, Pair } from "./node.ts";
import { parseFirstDocument } from "./parser.ts";
import { recover } from "./recover.ts";
import { type SourceText, sourceOf } from "./source.ts";
import { type SyntaxProblem, syntaxProblem } from "./syntax.ts";
import { isTemplate, maskTemplates } from "./template.ts";

/** Keys and list indexes from the root, as `["configs", "us-docker.pkg.dev", "auth"]`. */
export type Path = readonly (string | number)[];

/** What stands at a path. `broken` is a credential whose text breaks the YAML around it; only its span is known. */
export type Value =
  | { readonly kind: "missing" | "null" | "broken" }
  /** It depends on a template expression; the text is that of a scalar, before the template is rendered. */
  | { readonly kind: "template"; readonly text: string | undefined }
  | {
      readonly kind: "map" | "list";
      readonly flow: boolean;
      readonly size: number;
    }
  | {
      readonly kind: "scalar";
      /** The text as k3s reads it: plain scalars stay as written. Source: docs/how-k3s-reads-it/yaml.md#strings. */
      readonly text: string;
      readonly style: "plain" | "single" | "double" | "block";
    };

export interface Entry {
  readonly key: string;
  readonly path: Path;
  readonly value: Value;
}

/** Tags and anchors written before a value. */
export interface Properties {
  readonly tag: string | undefined;
  readonly anchor: string | undefined;
  /** Whether an alias (`*name`) somewhere in the file refers to the anchor. */
  readonly referenced: boolean;
}

/** A registries.yaml, parsed once and as far as it can be. All offsets are UTF-16 offsets of `text`. */
export interface YamlDocument {
  readonly text: string;
  /** Whether the text has nothing but what ASCII can print, blanks and line breaks: no odd characters to look for. */
  readonly plain: boolean;
  /** The text as k3s' own parser reads or refuses it. */
  readonly document: FirstDocument;
  /** Why k3s can't read the file; at most one, since its parser stops there. */
  readonly problems: readonly SyntaxProblem[];
  /** Whether the problem is one of credentials alone, which are then `broken`; the rest was read without them. */
  readonly onlyCredentials: boolean;
  /** Where the credentials are written that are `broken`. */
  readonly broken: readonly BrokenCredential[];
  /** Whether the file holds template expressions such as `{{ }}`, so that it is not yet what k3s will read. */
  readonly template: boolean;
  /** Whether it can be read as YAML only when template expressions are left out. */
  readonly rendersLater: boolean;
  /** Whether a carrier may add entries, so that nothing is known to be missing. */
  readonly structural: boolean;
  /** How far each level is indented, in spaces; measured when it is first read. */
  readonly indentStep: number;
  /** Why a part of the file is not here: aliases that stand for too much are followed nowhere, too deep nesting is cut. */
  readonly beyond: "aliases" | "depth" | undefined;
  /** The entries of the map at a path, each key once, as k3s keeps it (see `FileFormat`). */
  entries(path: Path): readonly Entry[];
  /** The items of the list at a path. */
  items(path: Path): readonly { readonly path: Path; readonly value: Value }[];
  value(path: Path): Value;
  /** Where the value or key at a path is written; the nearest parent that is there, when the path is missing. */
  span(path: Path, part?: "key" | "value"): Span;
  /** The source text of the value at a path, without its anchor or tag. */
  source(path: Path): string;
  /** The source text of the value with its anchor and tag. */
  written(path: Path): string;
  /** The comment right after the value at a path, from its `#` on. */
  commentAfter(path: Path): string | undefined;
  properties(path: Path): Properties;
  /** True if an alias refers to a node that starts in a part of the text, its end included. */
  hasReferenced(part: Span): boolean;
  /** All places where the key at a path is written, in order; more than one when it is repeated. */
  occurrences(path: Path): readonly Pair[];
  /** The node at a path with its place, for those who edit or must see how it is written. */
  node(path: Path): Located | undefined;
}

/** A node with the place where it is written. */
export interface Located {
  readonly pair: Pair | undefined;
  readonly node: Node;
  /** The anchored node when `node` is an alias. */
  readonly resolved: Node | undefined;
  /** The maps that k3s reads into one at this path, in order: several when their key is repeated. */
  readonly maps: readonly MapNode[];
}

/** What a format adds to YAML. */
export interface FileFormat {
  /** True if all values of a repeated key are read into one; of any other repeated key only the last value counts. */
  keepsRepeated(path: Path): boolean;
  /** Keys whose values often break the YAML around them, since another program made them. */
  readonly fragileKeys: readonly string[];
}

const plainYaml: FileFormat = { keepsRepeated: () => false, fragileKeys: [] };

/**
 * Parses the first document of a text, the only one that k3s reads (docs/how-k3s-reads-it/yaml.md#documents). Never
 * throws: what can't be read is in `problems`, and the rest of the file is there all the same.
 *
 * @param source a text, or what `decodeBytes` made of a file
 * @param format plain YAML, unless said
 */
export function parseYaml(source: string | SourceText, format: FileFormat = plainYaml): YamlDocument {
  const decoded = typeof source === "string" ? sourceOf(source) : source;
  const { text, cutOff = false, placeholders } = decoded;
  const document = parseFirstDocument(decoded);
  const template = !cutOff && (placeholders !== undefined || isTemplate(text));
  // Placeholders in values leave no doubt about the rest.
  const rendersLater = template && placeholders !== "values";
  const structural = placeholders === "structure";
  if (!document.failure)
    return documentView(format, decoded, document, document, [], {
      problems: [],
      onlyCredentials: false,
      template,
      rendersLater: false,
      structural,
    });
  const masked = template ? maskTemplates(text) : text;
  const read = template ? parseFirstDocument(sourceOf(masked)) : document;
  // A password that breaks off with the text is not what is wrong.
  const broken =
    read.failure && !cutOff
      ? brokenCredentials(masked, format.fragileKeys, (sample) => {
          const { failure, rest } = parseFirstDocument(sourceOf(sample));
          return !failure && !rest;
        })
      : [];
  const rest = broken.length > 0 ? mask(masked, broken) : masked;
  const reread = broken.length > 0 ? parseFirstDocument(sourceOf(rest)) : read;
  const onlyCredentials = broken.length > 0 && !reread.failure;
  const failure = reread.failure ? syntaxProblem(reread.failure, rest) : undefined;
  const first = syntaxProblem(document.failure, text);
  const [cause] = broken;
  const fault = `This ${cause?.field.replace("_", " ") ?? ""} breaks the YAML around it`;
  const problem = failure ? { ...failure, logged: first.logged } : cause ? { ...first, span: cause, fault } : first;
  return documentView(format, decoded, document, reread.failure ? recover(rest, reread) : reread, broken, {
    problems: rendersLater ? [] : [problem],
    onlyCredentials,
    template,
    rendersLater,
    structural,
  });
}
