import { formatKey, type Level, levels } from "../file/format.ts";
import { properName } from "../file/keyNames.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { isEmpty, isMergeKey, type MapNode, type Node, type Pair, resolved } from "../yaml/node.ts";
import { nulls } from "../yaml/resolve.ts";
import { assignedSecrets } from "./assignedSecrets.ts";
import { commentSecrets, lineStop, unreadSecrets } from "./lineSecrets.ts";
import { isSecretKey } from "./secretKey.ts";
import { isKeyMaterial, secretParts } from "./secretParts.ts";
import type { SecretSpan } from "./secretSpan.ts";
import { isShownHost, shownUser } from "./shown.ts";
import { looksLikeToken } from "./token.ts";

/** The level of the keys of a map; `registry` for registries, `other` for what k3s does not read. */
type MapLevel = Level | "registry" | "other";

/** Deeper maps are hidden as a whole: no registries.yaml has them. */
const deepest = 20;

/**
 * Where the secrets of a registries.yaml are written: every value under a secret's key, each of a repeated one, with its
 * tag, its anchor and the comment after it; users and queries in addresses; tokens and keys wherever they are; what is
 * commented out; and all that follows the first document.
 *
 * @returns spans in UTF-16 offsets, in order, none inside another
 */
export function secretSpans(doc: YamlDocument): readonly SecretSpan[] {
  const { text } = doc;
  const spans: SecretSpan[] = [...doc.broken.map(({ start, end }) => ({ start, end, whole: true }))];
  const root = doc.node([])?.resolved;
  if (root) walkValue(root, { section: "root", place: "root" }, 0);
  for (const span of commentSecrets(text)) spans.push(span);
  for (const span of commands()) spans.push(span);
  if (doc.document.failure)
    for (const found of [unreadSecrets(text), assignedSecrets(text)]) for (const span of found) spans.push(span);
  const { rest } = doc.document;
  if (rest) spans.push({ start: rest.offset, end: text.length, whole: true });
  return withoutInner(spans);

  function walkValue(node: Node, at: At, depth: number): void {
    addNames(node);
    if (depth > deepest) spans.push({ start: node.start, end: node.end, whole: true });
    else if (node.kind === "map") walkMap(node, at, depth + 1);
    else if (node.kind === "list") for (const item of node.items) walkValue(item, at, depth + 1);
    else if (node.kind === "scalar") addParts(node, isMisplacedText(node.value, at) ? { ...at, place: "auth" } : at);
  }

  /** People paste tokens where an anchor or a tag is named, or what YAML reads as one. */
  function addNames({ kind, start, end, propertiesStart }: Node): void {
    const names = kind === "alias" ? { start, end } : { start: propertiesStart, end: start };
    if (names.start < names.end && looksLikeToken(text.slice(names.start, names.end)))
      spans.push({
        start: names.start,
        end: names.start + text.slice(names.start, names.end).trimEnd().length,
        whole: false,
      });
  }

  function walkMap(map: MapNode, at: At, depth: number): void {
    for (const [index, pair] of map.pairs.entries()) {
      const { key, value } = pair;
      const name = resolved(key);
      if (isMergeKey(key)) {
        walkValue(value, at, depth);
        continue;
      }
      if (key.kind === "map" || key.kind === "list") spans.push({ start: key.start, end: key.end, whole: true });
      else if (key.kind === "scalar") addParts(key, { ...at, place: at.place === "registry" ? "registry" : "other" });
      const below = placeBelow(at, name?.kind === "scalar" ? name.value : "");
      if (below === "secret" || (below.place === "auth" && !isMap(value))) addSecret(map, index);
      else walkValue(value, below, depth);
    }
  }

  function addParts(node: Node & { readonly kind: "scalar" }, at: At): void {
    const { start, end, value } = node;
    if (isEmpty(node)) return;
    if (isSecretValue(value, at)) {
      if (!isNull(node)) spans.push({ start, end, whole: true, text: value });
      return;
    }
    const source = text.slice(start, end);
    if (/[\r\n]/.test(source)) {
      // It may be a whole file, as in cloud-init's `content`.
      for (const span of unreadSecrets(source))
        spans.push({ start: start + span.start, end: start + span.end, whole: false });
      if (!isKeyMaterial(value)) return;
    }
    const kind = at.section === "mirrors" || at.place === "registry" ? "address" : "value";
    const parts = secretParts(value, at.place === "rewrite" ? "value" : kind);
    if (parts.length === 0) return;
    const offset = source.indexOf(value);
    for (const part of parts)
      if (offset < 0 || part.end - part.start === value.length) spans.push({ start, end, whole: true, text: value });
      else spans.push({ start: start + offset + part.start, end: start + offset + part.end, whole: false });
  }

  function addSecret({ pairs, flow }: MapNode, index: number): void {
    const { colonEnd, value } = pairs[index] as Pair;
    const target = resolved(value);
    if (value.kind === "alias" && target) addValue(target);
    else if (!isNull(value)) addValue(value);
    const after = Math.max(colonEnd, value.end);
    const tail = flow && !isEmpty(value) ? flowTail(pairs, index) : undefined;
    if (tail !== undefined) spans.push({ start: value.propertiesStart, end: tail, whole: true });
    else spans.push(...remark(after));
  }

  /** A tag or an anchor is often the start of a password; an anchor with aliases, and YAML's own tags, are not. */
  function addValue(node: Node): void {
    const { start, end, propertiesStart, tag, anchor } = node;
    const usual =
      (tag === undefined || /^tag:yaml\.org,2002:(?:str|binary|int|float|bool|null|timestamp)$/.test(tag)) &&
      (anchor === undefined || doc.document.aliases.some((alias) => alias.name === anchor));
    const plain = node.kind === "scalar" ? node.value : undefined;
    const value = { whole: true, ...(usual && plain !== undefined ? { text: plain } : {}) };
    spans.push({ start: usual ? start : propertiesStart, end, ...value });
  }

  /** What comments tell to run, such as `# K3S_TOKEN=…`. */
  function commands(): readonly SecretSpan[] {
    const found: SecretSpan[] = [];
    for (let hash = text.indexOf("#"); hash >= 0; ) {
      const end = lineStop(text, hash);
      for (const span of assignedSecrets(text.slice(hash, end)))
        found.push({ ...span, start: hash + span.start, end: hash + span.end });
      hash = text.indexOf("#", end);
    }
    return found;
  }

  /** What follows ` #` after a password may be its end. */
  function remark(offset: number): readonly SecretSpan[] {
    const gap = /[ \t]+#+[ \t]*/y;
    gap.lastIndex = offset;
    const found = gap.exec(text);
    if (!found) return [];
    const start = offset + found[0].length;
    const end = start + (/^[^\r\n]*/.exec(text.slice(start, start + 10_000))?.[0].trimEnd().length ?? 0);
    return end > start ? [{ start, end, whole: false }] : [];
  }
}

interface At {
  readonly section: "root" | "mirrors" | "configs" | "other";
  readonly place: MapLevel | "username" | "rewrite" | "flag";
}

/** What a key means for what is below it. */
function placeBelow({ section, place }: At, key: string): At | "secret" {
  if (place === "root") {
    const name = properName("root", key);
    if (name === "mirrors") return { section: "mirrors", place: "registry" };
    if (name === "configs") return { section: "configs", place: "registry" };
    if (name === "auths") return { section: "configs", place: "config" };
    // A registry that was written without its section, or a wrapper around all sections.
    return isSecretKey(key) ? "secret" : { section: "root", place: key === "registries" ? "root" : "config" };
  }
  if (place === "registry" && !isSecretKey(key)) return { section, place: section === "mirrors" ? "mirror" : "config" };
  const name = properName("auth", key);
  if (name === "username") return { section, place: "username" };
  if (properName("config", key) === "auth" && place !== "auth") return { section, place: "auth" };
  if (isSecretKey(key)) return "secret";
  if (place === "auth") return isOtherKey(key) && key !== "key" ? { section, place: "other" } : "secret";
  if (properName("tls", key) === "insecure_skip_verify") return { section, place: "flag" };
  return { section, place: properName("mirror", key) === "rewrite" ? "rewrite" : "other" };
}

/** Whether all of a value is hidden: also a text in the place of a registry's settings, as in `gcr.io: hunter2`. */
function isSecretValue(value: string, { section, place }: At): boolean {
  if (place === "username") return shownUser(value) === undefined;
  if (place === "flag") return !/^(?:true|false|yes|no|on|off|[yn01])$/i.test(value);
  return place === "auth" || (section === "configs" && place === "config");
}

/** True for a text in the place of all registries, unless it is a host: anything can be pasted there. */
function isMisplacedText(value: string, { place }: At): boolean {
  return (place === "registry" || place === "root") && !isShownHost(value);
}

/** A key of another level, which was indented too far. */
function isOtherKey(key: string): boolean {
  return key !== "auth" && levels.some((level) => level !== "auth" && formatKey(level, properName(level, key)));
}

function isMap(node: Node): boolean {
  return resolved(node)?.kind === "map";
}

function isNull(node: Node): boolean {
  return (
    node.kind === "scalar" &&
    node.style === "plain" &&
    node.propertiesStart === node.start &&
    (isEmpty(node) || nulls.has(node.value))
  );
}

/** Where a password in flow style ends that contains a comma: `{password: a,b}` is read as two entries. */
function flowTail(pairs: readonly Pair[], index: number): number | undefined {
  let end: number | undefined;
  for (let next = index + 1; next < pairs.length; next++) {
    const { key, colonEnd, value } = pairs[next] as Pair;
    if (colonEnd !== key.end || !isEmpty(value)) break;
    end = key.end;
  }
  return end;
}

function withoutInner(spans: readonly SecretSpan[]): readonly SecretSpan[] {
  let end = 0;
  return [...spans]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter((span) => {
      const outside = span.start >= end && span.end > span.start;
      if (outside) end = span.end;
      return outside;
    });
}
