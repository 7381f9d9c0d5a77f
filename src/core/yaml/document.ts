import { partitionPoint } from "../text/partitionPoint.ts";
import type { Span } from "../text/span.ts";
import { type BrokenCredential, brokenCredentials, mask } from "./brokenCredential.ts";
import { type FirstDocument, targetOf } from "./firstDocument.ts";
import { measuredStep } from "./layout.ts";
import { isEmpty, isMergeKey, type ListNode, type MapNode, type Node, type Pair, resolved } from "./node.ts";
import { parseFirstDocument } from "./parser.ts";
import { recover } from "./recover.ts";
import { nulls } from "./resolve.ts";
import { type SourceText, sourceOf } from "./source.ts";
import { type SyntaxProblem, syntaxProblem } from "./syntax.ts";
import { groupNames, hasTemplate, isTemplate, maskTemplates, startsTemplate } from "./template.ts";

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
  readonly broken: readonly Span[];
  /** Whether the file holds template expressions such as `{{ }}`, so that it is not yet what k3s will read. */
  readonly template: boolean;
  /** Whether it can be read as YAML only when template expressions are left out. */
  readonly rendersLater: boolean;
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
  const { text, cutOff = false } = decoded;
  const document = parseFirstDocument(decoded);
  const template = !cutOff && isTemplate(text);
  if (!document.failure)
    return documentView(format, decoded, document, document, [], {
      problems: [],
      onlyCredentials: false,
      template,
      rendersLater: false,
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
    problems: template ? [] : [problem],
    onlyCredentials,
    template,
    rendersLater: template,
  });
}

function documentView(
  { keepsRepeated }: FileFormat,
  { text, plain = false }: SourceText,
  document: FirstDocument,
  { root, aliases, hidden, tooDeep }: Pick<FirstDocument, "root" | "aliases" | "hidden" | "tooDeep">,
  broken: readonly BrokenCredential[],
  facts: Pick<YamlDocument, "problems" | "onlyCredentials" | "template" | "rendersLater">,
): YamlDocument {
  const brokenAt = new Map(broken.map((span) => [span.seenAt, span]));
  const referenced = new Set<Node | undefined>(aliases.map((alias) => targetOf({ hidden }, alias)));

  /** Measured: without an index, 500 hosts take five times as long. The document never changes, so it never ages. */
  const indexes = new Map<MapNode, ReadonlyMap<string, readonly Pair[]>>();
  const indexOf = (map: MapNode): ReadonlyMap<string, readonly Pair[]> => {
    const known = indexes.get(map);
    if (known) return known;
    const index = new Map<string, Pair[]>();
    indexes.set(map, index);
    const add = (key: string, pairs: readonly Pair[]): void => {
      const known = index.get(key);
      if (!known) index.set(key, [...pairs]);
      else for (const pair of pairs) known.push(pair);
    };
    for (const pair of map.pairs) {
      const key = keyText(pair);
      if (!isMergeKey(pair.key)) {
        if (key !== undefined) add(key, [pair]);
        continue;
      }
      if (hidden) continue;
      const merged = resolved(pair.value);
      const sources = merged?.kind === "list" ? [...merged.items].reverse() : [merged];
      for (const source of sources) {
        const from = source && resolved(source);
        if (from?.kind === "map" && from !== map) for (const [name, pairs] of [...indexOf(from)]) add(name, pairs);
      }
    }
    return index;
  };
  /** The pairs of a key in one map. A small map is searched: an index of each `auth` costs more than it saves. */
  const pairsOf = (map: MapNode, key: string): readonly Pair[] => {
    if (!isSmall(map)) return indexOf(map).get(key) ?? [];
    const pairs = map.pairs.filter((pair) => keyText(pair) === key);
    return pairs.length > 1 ? (indexOf(map).get(key) ?? []) : pairs;
  };
  const keysOf = (map: MapNode): readonly string[] => {
    if (!isSmall(map)) return [...indexOf(map).keys()];
    const keys: string[] = [];
    for (const pair of map.pairs) {
      const key = keyText(pair);
      if (key !== undefined && !keys.includes(key)) keys.push(key);
    }
    return keys;
  };

  const at = (pair: Pair | undefined, node: Node, maps?: readonly MapNode[]): Located => {
    const target = resolved(node);
    return { pair, node, resolved: target, maps: maps ?? (target?.kind === "map" ? [target] : noMaps) };
  };

  /** The pairs of several maps that are read into one, by key. */
  const together = new Map<readonly MapNode[], ReadonlyMap<string, readonly Pair[]>>();
  const indexOfAll = (maps: readonly MapNode[]): ReadonlyMap<string, readonly Pair[]> => {
    const known = together.get(maps);
    if (known) return known;
    const index = new Map<string, Pair[]>();
    for (const map of maps)
      for (const [key, pairs] of indexOf(map)) {
        const other = index.get(key);
        if (!other) index.set(key, [...pairs]);
        else for (const pair of pairs) other.push(pair);
      }
    together.set(maps, index);
    return index;
  };

  const occurrences = ({ maps }: Located, key: string | number): readonly Pair[] => {
    if (maps.length === 1) return pairsOf(maps[0] as MapNode, String(key));
    return maps.length === 0 ? [] : (indexOfAll(maps).get(String(key)) ?? []);
  };

  /** The maps that k3s reads into one for a repeated key: those after the last occurrence without a map. */
  const repeated = new Map<readonly Pair[], readonly MapNode[]>();
  const mapsOf = (pairs: readonly Pair[]): readonly MapNode[] => {
    const known = repeated.get(pairs);
    if (known) return known;
    const maps: MapNode[] = [];
    for (const { value } of pairs) {
      const target = resolved(value);
      if (target?.kind === "map") maps.push(target);
      else maps.length = 0;
    }
    repeated.set(pairs, maps);
    return maps;
  };

  /** What stands at the first `length` keys of a path, of which the parent is the last but one. */
  const child = (parent: Located, path: Path, length = path.length): Located | undefined => {
    const key = path[length - 1] as string | number;
    if (parent.resolved?.kind === "list") {
      const item = typeof key === "number" ? parent.resolved.items[key] : undefined;
      return item && at(undefined, item);
    }
    const pairs = occurrences(parent, key);
    const pair = pairs.at(-1);
    if (!pair) return undefined;
    if (pairs.length === 1 || !keepsRepeated(path.slice(0, length))) return at(pair, pair.value);
    return at(pair, pair.value, mapsOf(pairs));
  };

  const rootAt = root && at(undefined, root);
  const locate = (path: Path): Located | undefined => {
    let located = rootAt;
    for (let length = 1; located && length <= path.length; length++) located = child(located, path, length);
    return located;
  };

  const brokenSpan = ({ node, pair }: Located): Span | undefined => {
    if (broken.length === 0) return undefined;
    return isEmpty(node) && pair ? brokenAt.get(pair.colonEnd) : brokenAt.get(node.start);
  };

  const groups = facts.template ? groupNames(text) : undefined;
  const describe = (located: Located | undefined): Value => {
    if (!located) return { kind: "missing" };
    const { node, resolved: target, maps } = located;
    if (brokenSpan(located)) return { kind: "broken" };
    if (facts.template && !isEmpty(node)) {
      const source = text.slice(node.start, node.end);
      const scalar = target?.kind === "scalar" ? target : undefined;
      if (scalar ? hasTemplate(source, groups) : isFlow(target) && startsTemplate(source))
        return { kind: "template", text: scalar?.value };
    }
    if (target?.kind === "map") return { kind: "map", flow: target.flow, size: sizeOf(maps) };
    if (target?.kind === "list") return { kind: "list", flow: target.flow, size: target.items.length };
    if (target?.kind !== "scalar") return { kind: "null" };
    if (target.style === "plain" && target.tag === undefined && nulls.has(target.value)) return { kind: "null" };
    if (isEmpty(target)) return { kind: "null" };
    return { kind: "scalar", style: target.style, text: target.value };
  };

  const spanOf = (located: Located): Span => {
    const { node, pair } = located;
    const wide = brokenSpan(located);
    if (wide) return { start: wide.start, end: wide.end };
    if (!isEmpty(node)) return { start: node.start, end: node.end };
    if (node.propertiesStart < node.start) return { start: node.propertiesStart, end: node.end };
    return pair ? { start: pair.key.start, end: pair.key.end } : { start: 0, end: 0 };
  };

  let step: number | undefined;
  let referencedStarts: readonly number[] | undefined;
  const view: YamlDocument = {
    text,
    plain,
    document,
    broken,
    ...facts,
    get indentStep() {
      step ??= measuredStep(view);
      return step;
    },
    beyond: hidden ? "aliases" : tooDeep ? "depth" : undefined,
    entries(path) {
      const parent = locate(path);
      if (!parent) return [];
      const [first, second] = parent.maps;
      if (!first) return [];
      const keys = second ? [...indexOfAll(parent.maps).keys()] : keysOf(first);
      return keys.map((key) => {
        const childPath = [...path, key];
        return { key, path: childPath, value: describe(child(parent, childPath)) };
      });
    },
    items(path) {
      const list = locate(path)?.resolved;
      if (list?.kind !== "list") return [];
      return list.items.map((item, index) => ({ path: [...path, index], value: describe(at(undefined, item)) }));
    },
    value: (path) => describe(locate(path)),
    span(path, part = "value") {
      for (let length = path.length; length > 0; length--) {
        const located = locate(path.slice(0, length));
        if (!located) continue;
        const key = located.pair?.key;
        return key && (part === "key" || length < path.length) ? { start: key.start, end: key.end } : spanOf(located);
      }
      return { start: 0, end: Math.min(text.length, Math.max(0, text.search(/[\r\n]|$/))) };
    },
    source(path) {
      const located = locate(path);
      if (!located || (isEmpty(located.node) && !brokenSpan(located))) return "";
      const { start, end } = spanOf(located);
      return text.slice(start, end);
    },
    written(path) {
      const node = locate(path)?.node;
      if (!node || node.propertiesStart === node.start) return view.source(path);
      return text.slice(node.propertiesStart, Math.max(node.end, view.span(path).end));
    },
    commentAfter(path) {
      if (view.source(path) === "") return undefined;
      return /^[ \t]+(#[^\r\n]*)/.exec(text.slice(view.span(path).end, view.span(path).end + 4096))?.[1];
    },
    properties(path) {
      const node = locate(path)?.node;
      return { tag: node?.tag, anchor: node?.anchor, referenced: node?.anchor !== undefined && referenced.has(node) };
    },
    hasReferenced({ start, end }) {
      referencedStarts ??= [...referenced].flatMap((node) => node?.start ?? []).sort((a, b) => a - b);
      const next = referencedStarts[partitionPoint(referencedStarts, (one) => one < start)];
      return next !== undefined && next <= end;
    },
    occurrences(path) {
      const parent = locate(path.slice(0, -1));
      return parent && path.length > 0 ? occurrences(parent, path.at(-1) as string | number) : [];
    },
    node: locate,
  };
  return view;
}

const noMaps: readonly MapNode[] = [];

function isSmall({ pairs }: MapNode): boolean {
  if (pairs.length > 8) return false;
  for (const { key } of pairs) if (isMergeKey(key)) return false;
  return true;
}

/** The text of a key as k3s reads it; `undefined` for a key that is a map or list. */
function keyText({ key }: Pair): string | undefined {
  const target = resolved(key);
  return target?.kind === "scalar" ? target.value : undefined;
}

function isFlow(node: Node | undefined): node is MapNode | ListNode {
  return (node?.kind === "map" || node?.kind === "list") && node.flow;
}

function sizeOf(maps: readonly MapNode[]): number {
  return maps.reduce((size, { pairs }) => size + pairs.length, 0);
}
