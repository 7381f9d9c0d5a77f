import { partitionPoint } from "../text/partitionPoint.ts";
import type { Span } from "../text/span.ts";
import type { BrokenCredential } from "./brokenCredential.ts";
import { at, brokenSpan, type Content, child, describe, locate, spanOf } from "./content.ts";
import type { Entry, FileFormat, Path, Value, YamlDocument } from "./document.ts";
import { type FirstDocument, targetOf } from "./firstDocument.ts";
import { createKeyIndex, keysOf, pairsOf } from "./keyIndex.ts";
import { measuredStep } from "./layout.ts";
import { isEmpty, type Node, type Pair } from "./node.ts";
import type { SourceText } from "./source.ts";
import { groupNames } from "./template.ts";

/**
 * What others see of a text that was read.
 *
 * @param document the text as k3s' own parser reads or refuses it
 * @param read as much of it as can be read
 * @param broken the credentials without which that was read
 */
export function documentView(
  { keepsRepeated }: FileFormat,
  { text, plain = false }: SourceText,
  document: FirstDocument,
  read: Pick<FirstDocument, "root" | "aliases" | "hidden" | "tooDeep">,
  broken: readonly BrokenCredential[],
  facts: Pick<YamlDocument, "problems" | "onlyCredentials" | "template" | "rendersLater" | "structural">,
): YamlDocument {
  const { root, aliases, hidden, tooDeep } = read;
  const content: Content = {
    text,
    last: { path: [], located: [] },
    root: root && at(undefined, root),
    keys: createKeyIndex(hidden === undefined),
    keepsRepeated,
    brokenAt: new Map(broken.map((span) => [span.seenAt, span])),
    templateGroups: facts.template ? groupNames(text) : undefined,
  };
  const referenced = new Set<Node | undefined>(aliases.map((alias) => targetOf({ hidden }, alias)));
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
    entries: (path) => entriesAt(content, path),
    items: (path) => itemsAt(content, path),
    value: (path) => describe(content, locate(content, path)),
    span: (path, part = "value") => spanAt(content, path, part),
    source: (path) => sourceAt(content, path),
    written: (path) => writtenAt(content, path),
    commentAfter: (path) => commentAfter(content, path),
    properties(path) {
      const node = locate(content, path)?.node;
      return { tag: node?.tag, anchor: node?.anchor, referenced: node?.anchor !== undefined && referenced.has(node) };
    },
    hasReferenced({ start, end }) {
      referencedStarts ??= [...referenced].flatMap((node) => node?.start ?? []).sort((a, b) => a - b);
      const next = referencedStarts[partitionPoint(referencedStarts, (one) => one < start)];
      return next !== undefined && next <= end;
    },
    occurrences: (path) => occurrencesAt(content, path),
    node: (path) => locate(content, path),
  };
  return view;
}

function entriesAt(content: Content, path: Path): readonly Entry[] {
  const parent = locate(content, path);
  if (!parent) return [];
  return keysOf(content.keys, parent.maps).map((key) => {
    const childPath = [...path, key];
    return { key, path: childPath, value: describe(content, child(content, parent, childPath)) };
  });
}

function itemsAt(content: Content, path: Path): readonly { readonly path: Path; readonly value: Value }[] {
  const list = locate(content, path)?.resolved;
  if (list?.kind !== "list") return [];
  return list.items.map((item, index) => ({ path: [...path, index], value: describe(content, at(undefined, item)) }));
}

function spanAt(content: Content, path: Path, part: "key" | "value"): Span {
  for (let length = path.length; length > 0; length--) {
    const located = locate(content, path.slice(0, length));
    if (!located) continue;
    const key = located.pair?.key;
    if (key && (part === "key" || length < path.length)) return { start: key.start, end: key.end };
    return spanOf(content, located);
  }
  const { text } = content;
  return { start: 0, end: Math.min(text.length, Math.max(0, text.search(/[\r\n]|$/))) };
}

function sourceAt(content: Content, path: Path): string {
  const located = locate(content, path);
  if (!located || (isEmpty(located.node) && !brokenSpan(content, located))) return "";
  const { start, end } = spanOf(content, located);
  return content.text.slice(start, end);
}

function writtenAt(content: Content, path: Path): string {
  const node = locate(content, path)?.node;
  if (!node || node.propertiesStart === node.start) return sourceAt(content, path);
  return content.text.slice(node.propertiesStart, Math.max(node.end, spanAt(content, path, "value").end));
}

function commentAfter(content: Content, path: Path): string | undefined {
  if (sourceAt(content, path) === "") return undefined;
  const { end } = spanAt(content, path, "value");
  return /^[ \t]+(#[^\r\n]*)/.exec(content.text.slice(end, end + 4096))?.[1];
}

function occurrencesAt(content: Content, path: Path): readonly Pair[] {
  const key = path.at(-1);
  const parent = key !== undefined && locate(content, path.slice(0, -1));
  return parent ? pairsOf(content.keys, parent.maps, String(key)) : [];
}
