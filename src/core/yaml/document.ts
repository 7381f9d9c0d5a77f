import {
  Composer,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Parser,
  type Scalar,
  visit,
  type YAMLMap,
} from "yaml";
import type { Span } from "../text/span.ts";
import { type BrokenPassword, brokenPasswords, mask } from "./brokenPassword.ts";
import { type SyntaxProblem, syntaxProblems } from "./syntax.ts";
import { holdsTemplate, maskTemplates, startsTemplate } from "./template.ts";

/** Keys and list indexes from the root, as `["configs", "us-docker.pkg.dev", "auth"]`. */
export type Path = readonly (string | number)[];

/** What stands at a path. `broken` is a password whose text breaks the YAML around it; only its span is known. */
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
      /** The text as k3s reads it: plain scalars stay as written (reference §2.3). */
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
  /** Why k3s can't read the file, apart from passwords that are reported as `broken`. */
  readonly problems: readonly SyntaxProblem[];
  /** Whether the file holds template expressions such as `{{ }}`, so that it is not yet what k3s will read. */
  readonly template: boolean;
  /** Whether it can be read as YAML only when template expressions are left out. */
  readonly rendersLater: boolean;
  /** The entries of the map at a path; of a repeated key only the last, which is the one that k3s keeps. */
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
  /** The parser's own node, for `core/yaml` alone. */
  node(path: Path): Located | undefined;
}

/** A node with the place where it is written. */
export interface Located {
  readonly pair: Pair<Node, Node | null> | undefined;
  readonly node: Node | null;
  /** The anchored node when `node` is an alias. */
  readonly resolved: Node | null;
}

/**
 * Parses the first document of a text, the only one that k3s reads (reference §2.1). Never throws: what can't be read
 * is in `problems`, and the rest of the file is there all the same.
 */
export function parseYaml(text: string): YamlDocument {
  let source = text;
  let document = compose(source);
  let broken: readonly BrokenPassword[] = [];
  let problems = syntaxProblems(document, source);
  const template = holdsTemplate(text);
  const rendersLater = problems.length > 0 && template;
  if (rendersLater) {
    source = maskTemplates(text);
    document = compose(source);
    problems = syntaxProblems(document, source);
  }
  if (problems.length > 0) {
    broken = brokenPasswords(source, (sample) => syntaxProblems(compose(sample), sample).length === 0);
    if (broken.length > 0) {
      source = mask(source, broken);
      document = compose(source);
      problems = syntaxProblems(document, source);
    }
  }
  return documentView(text, document, broken, template ? [] : problems, { template, rendersLater });
}

function compose(text: string): Document.Parsed {
  const composer = new Composer({
    version: "1.1",
    uniqueKeys: false,
    keepSourceTokens: true,
    prettyErrors: false,
  });
  for (const document of composer.compose(new Parser().parse(text), true, text.length))
    return document as Document.Parsed;
  throw new Error("The composer gave no document");
}

function documentView(
  text: string,
  document: Document.Parsed,
  broken: readonly BrokenPassword[],
  problems: readonly SyntaxProblem[],
  { template, rendersLater }: Pick<YamlDocument, "template" | "rendersLater">,
): YamlDocument {
  const brokenAt = new Map(broken.map((span) => [span.seenAt, span]));
  const anchors = new Map<string, Node>();
  const referenced = new Set<string>();
  visit(document, {
    Alias: (_, alias) => void referenced.add(alias.source),
    Node: (_, node) => {
      if ("anchor" in node && node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });

  const resolve = (node: Node | null): Node | null => (isAlias(node) ? (anchors.get(node.source) ?? null) : node);

  const child = (parent: Node | null, key: string | number): Located | undefined => {
    const map = resolve(parent);
    if (isSeq(map) && typeof key === "number") {
      const node = (map.items[key] ?? null) as Node | null;
      return key < map.items.length ? { pair: undefined, node, resolved: resolve(node) } : undefined;
    }
    return isMap(map) ? lastPair(map, String(key), new Set()) : undefined;
  };

  /** Measured: without an index, 500 hosts take five times as long. The document never changes, so it never ages. */
  const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair<Node, Node | null>>>();
  const indexOf = (map: YAMLMap): ReadonlyMap<string, Pair<Node, Node | null>> => {
    const known = indexes.get(map);
    if (known) return known;
    const pairs = map.items as unknown as Pair<Node, Node | null>[];
    const index = new Map(pairs.map((pair) => [keyText(pair) ?? "", pair]));
    indexes.set(map, index);
    return index;
  };

  const lastPair = (map: YAMLMap, key: string, seen: Set<YAMLMap>): Located | undefined => {
    seen.add(map);
    const pairs = map.items as unknown as Pair<Node, Node | null>[];
    const own = indexOf(map).get(key);
    if (own) return { pair: own, node: own.value, resolved: resolve(own.value) };
    if (!indexOf(map).has("<<")) return undefined;
    for (const pair of pairs.filter((pair) => keyText(pair) === "<<")) {
      const merged = resolve(pair.value);
      const sources = isSeq(merged) ? merged.items.map((item) => resolve(item as Node)) : [merged];
      for (const from of sources) {
        const found = isMap(from) && !seen.has(from) ? lastPair(from, key, seen) : undefined;
        if (found) return found;
      }
    }
    return undefined;
  };

  const locate = (path: Path): Located | undefined => {
    let located: Located | undefined = {
      pair: undefined,
      node: document.contents,
      resolved: resolve(document.contents),
    };
    for (const key of path) {
      located = child(located.node, key);
      if (!located) return undefined;
    }
    return located;
  };

  const brokenSpan = ({ node, pair }: Located): Span | undefined => {
    const [start, end] = node?.range ?? [0, 0];
    return start === end && pair ? brokenAt.get(colonEnd(pair)) : brokenAt.get(start);
  };

  const describe = (located: Located | undefined): Value => {
    if (!located) return { kind: "missing" };
    const { node, resolved } = located;
    if (brokenSpan(located)) return { kind: "broken" };
    const source = template && node?.range ? text.slice(node.range[0], node.range[1]) : "";
    if (isScalar(resolved) ? holdsTemplate(source) : isFlow(resolved) && startsTemplate(source))
      return { kind: "template", text: isScalar(resolved) ? resolved.source : undefined };
    if (isCollection(resolved)) {
      const size = resolved.items.length;
      return {
        kind: isMap(resolved) ? "map" : "list",
        flow: resolved.flow === true,
        size,
      };
    }
    if (!isScalar(resolved)) return { kind: "null" };
    const style = scalarStyle(resolved);
    if (style === "plain" && (resolved.value === null || resolved.source === "")) return { kind: "null" };
    return {
      kind: "scalar",
      style,
      text: resolved.source ?? String(resolved.value),
    };
  };

  const spanOf = (located: Located): Span => {
    const { node, pair } = located;
    const wide = brokenSpan(located);
    if (wide) return wide;
    if (node?.range && node.range[1] > node.range[0]) return { start: node.range[0], end: contentEnd(node, text) };
    const properties = pair && propertiesStart(pair);
    if (properties !== undefined) return { start: properties, end: wordEnd(text, properties) };
    const key = pair?.key.range;
    return key ? { start: key[0], end: key[1] } : { start: 0, end: 0 };
  };

  const view: YamlDocument = {
    text,
    problems,
    template,
    rendersLater,
    entries(path) {
      const map = locate(path)?.resolved ?? null;
      if (!isMap(map)) return [];
      const keys = new Set<string>();
      const collect = (from: YAMLMap, seen: Set<YAMLMap>): void => {
        seen.add(from);
        for (const pair of from.items as unknown as Pair<Node, Node | null>[]) {
          const key = keyText(pair);
          if (key !== "<<") {
            if (key !== undefined) keys.add(key);
            continue;
          }
          const merged = resolve(pair.value);
          for (const item of isSeq(merged) ? merged.items : [merged]) {
            const source = resolve(item as Node | null);
            if (isMap(source) && !seen.has(source)) collect(source, seen);
          }
        }
      };
      collect(map, new Set());
      return [...keys].map((key) => ({
        key,
        path: [...path, key],
        value: describe(lastPair(map, key, new Set())),
      }));
    },
    items(path) {
      const list = locate(path)?.resolved ?? null;
      if (!isSeq(list)) return [];
      return list.items.map((_, index) => ({
        path: [...path, index],
        value: describe(child(list, index)),
      }));
    },
    value: (path) => describe(locate(path)),
    span(path, part = "value") {
      for (let length = path.length; length > 0; length--) {
        const located = locate(path.slice(0, length));
        if (!located) continue;
        const key = located.pair?.key.range;
        return key && (part === "key" || length < path.length) ? { start: key[0], end: key[1] } : spanOf(located);
      }
      return {
        start: 0,
        end: Math.min(text.length, Math.max(0, text.search(/[\r\n]|$/))),
      };
    },
    source(path) {
      const located = locate(path);
      if (!located?.node?.range) return "";
      const { start, end } = spanOf(located);
      return located.node.range[1] > located.node.range[0] || brokenSpan(located) ? text.slice(start, end) : "";
    },
    written(path) {
      const pair = locate(path)?.pair;
      const start = pair && propertiesStart(pair);
      const bare = view.source(path);
      if (start === undefined) return bare;
      return bare === "" ? text.slice(start, wordEnd(text, start)) : text.slice(start, view.span(path).end);
    },
    commentAfter(path) {
      if (view.source(path) === "") return undefined;
      return /^[ \t]+(#[^\r\n]*)/.exec(text.slice(view.span(path).end, view.span(path).end + 4096))?.[1];
    },
    properties(path) {
      const node = locate(path)?.node;
      const anchor = node && "anchor" in node ? node.anchor : undefined;
      return {
        tag: node?.tag,
        anchor,
        referenced: anchor !== undefined && referenced.has(anchor),
      };
    },
    node: locate,
  };
  return view;
}

function keyText(pair: Pair): string | undefined {
  if (!isPair(pair) || !isScalar(pair.key)) return undefined;
  return pair.key.source ?? String(pair.key.value ?? "");
}

function scalarStyle(scalar: Scalar): "plain" | "single" | "double" | "block" {
  if (scalar.type === "QUOTE_SINGLE") return "single";
  if (scalar.type === "QUOTE_DOUBLE") return "double";
  return scalar.type === "BLOCK_LITERAL" || scalar.type === "BLOCK_FOLDED" ? "block" : "plain";
}

function isFlow(node: Node | null): boolean {
  return isCollection(node) && node.flow === true;
}

/**
 * Where the written content of a node ends: before the line break that a block scalar or block collection includes.
 *
 * @returns a UTF-16 offset of `text`
 */
export function contentEnd(node: Node, text: string): number {
  if (isCollection(node) && node.flow !== true) {
    const last = node.items.at(-1);
    const tail = isPair(last) ? (last.value ?? last.key) : last;
    const end = tail && (tail as Node).range ? contentEnd(tail as Node, text) : undefined;
    if (end !== undefined) return Math.max(end, isPair(last) ? colonEnd(last as Pair<Node, Node | null>) : end);
  }
  let end = node.range?.[1] ?? 0;
  if (isScalar(node) && scalarStyle(node) === "block") while (/[\r\n \t]/.test(text[end - 1] ?? "")) end--;
  return end;
}

/** The UTF-16 offset after the `:` of a pair, or after its key when it has none. */
export function colonEnd(pair: Pair<Node, Node | null>): number {
  const source = pair.srcToken;
  const colon = source && "sep" in source ? source.sep?.find((token) => token.type === "map-value-ind") : undefined;
  return colon ? colon.offset + 1 : (pair.key.range?.[1] ?? 0);
}

/** The UTF-16 offset of the first anchor or tag of a pair's value. */
export function propertiesStart(pair: Pair<Node, Node | null>): number | undefined {
  const source = pair.srcToken;
  const first =
    source && "sep" in source
      ? source.sep?.find((token) => token.type === "anchor" || token.type === "tag")
      : undefined;
  return first?.offset;
}

/** The UTF-16 offset of the first blank or line end from an offset on. */
export function wordEnd(text: string, offset: number): number {
  const blank = text.slice(offset).search(/\s/);
  return blank < 0 ? text.length : offset + blank;
}
