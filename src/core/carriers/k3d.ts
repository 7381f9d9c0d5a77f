import type { TextEdit } from "../text/span.ts";
import { applyEdits } from "../text/span.ts";
import type { OtherMap, OtherNode, OtherPair, OtherScalar } from "../yaml/otherYaml.ts";
import { readOtherYaml, resolved, stringOf } from "../yaml/otherYaml.ts";
import { plainType } from "../yaml/resolve.ts";
import { nativeLayer } from "./nativeLayer.ts";
import type { CarrierFacts } from "./region.ts";
import type { CarrierLink } from "./scan.ts";
import { spanOf } from "./writtenFile.ts";
import type { CarriedText, Site, YamlCarrier } from "./yamlScan.ts";

const mark = /^([ \t]*)[{ ]?["']?apiVersion["']?[ \t]*:[ \t]*["']?k3d\.io\//im;

/**
 * The configuration of k3d: https://k3d.io/stable/usage/configfile/. The case of keys does not matter, since viper reads it:
 * https://github.com/k3d-io/k3d/blob/46f3480d/cmd/util/config/config.go.
 */
export const k3d: YamlCarrier = {
  mark,
  // All of the file, before it is read as YAML.
  dialectOf: (text) => (isOwn(text) ? "environment" : undefined),
  *textsIn(site) {
    const pair = configIn(site);
    const node = resolved(pair?.value);
    if (pair === undefined) return;
    const notString = notStringOf(site, node);
    if (notString !== undefined) yield { ...nothingAt(pair.key), facts: { at: spanOf(pair.key), notString } };
    else if (node?.kind === "map" || (node?.kind === "scalar" && !isPath(node.value))) yield carried(site, pair, node);
  },
  *linksIn(site): Iterable<CarrierLink> {
    const node = resolved(configIn(site)?.value);
    // A path that k3d still has to expand is not known.
    if (node?.kind !== "scalar" || !isPath(node.value) || /^$|[\ufdd0-\ufdef]/.test(node.value)) return;
    if (isPlainString(node)) yield { span: spanOf(node), path: node.value, reader: "k3d", base: "working-directory" };
  },
};

/** True if the text is a k3d configuration, and does not only contain one. */
function isOwn(text: string): boolean {
  const found = mark.exec(text);
  if (found === null) return false;
  const first = /^([ \t]*)[^\s#-]/m.exec(text);
  return text.trimStart().startsWith("{") || (found[1] ?? "").length <= (first?.[1] ?? "").length;
}

function configIn({ map, root }: Site): OtherPair | undefined {
  if (map !== root || !/^k3d\.io\//i.test(stringOf(pairIn(map, "apiversion")?.value) ?? "")) return undefined;
  return pairIn(pairIn(map, "registries")?.value, "config");
}

/** @param key in small letters */
function pairIn(node: OtherNode | undefined, key: string): OtherPair | undefined {
  if (node?.kind !== "map") return undefined;
  return node.pairs.findLast(({ key: own }) => stringOf(own)?.toLowerCase() === key);
}

/** True if k3d reads a value as the path of a file, and it can be one: a single line that is not YAML. */
function isPath(value: string): boolean {
  return !value.includes("\n") && !/(?:^|[\s{,"'])(?:mirrors|configs|auths)["']?:/.test(value);
}

/**
 * What k3d refuses: https://github.com/k3d-io/k3d/blob/46f3480d/pkg/config/v1alpha5/schema.json. That of v1alpha2 says nothing of
 * it, and a number becomes a string there.
 */
function notStringOf({ root }: Site, node: OtherNode | undefined): CarrierFacts["notString"] {
  if (node?.kind === "list") return "a list";
  if (/v1alpha2$/i.test(stringOf(pairIn(root, "apiversion")?.value) ?? "")) return undefined;
  if (node === undefined) return "empty";
  return node.kind === "scalar" && !isPlainString(node) ? "a number or a boolean" : undefined;
}

function isPlainString({ style, value }: OtherScalar): boolean {
  return style !== "plain" || plainType(value, false) === "!!str";
}

/** A registries.yaml of which nothing is there. */
function nothingAt(key: OtherNode): Omit<CarriedText, "facts"> {
  const node = { kind: "scalar" as const, value: "", style: "folded" as const, ...spanOf(key) };
  return { carrier: "k3d", reader: "k3d", node, path: ["registries", "config"] };
}

function carried({ scope, root }: Site, pair: OtherPair, node: OtherScalar | OtherMap): CarriedText {
  const isString = node.kind === "scalar";
  const oneLine = isString && !node.value.includes("\n");
  const written = isString ? node.value : nativeLayer(scope.text, node).text;
  const isOther = pair.value !== node || (isString && !oneLine);
  const asBlock = isOther ? undefined : blockEdits(scope.text, root, pair, node, written);
  const facts = {
    at: spanOf(pair.key),
    ...(isString ? {} : { native: true }),
    ...(oneLine ? { oneLine: true } : {}),
    ...(asBlock === undefined ? {} : { asBlock }),
    ...(scope.depth === 0 ? { outermost: true } : {}),
  };
  return { carrier: "k3d", reader: "k3d", node, path: ["registries", "config"], facts };
}

/** Edits that make a block string of a value, every line of it as it is; `undefined` if it would be read otherwise then. */
function blockEdits(
  text: string,
  root: OtherNode,
  { key }: OtherPair,
  node: OtherScalar | OtherMap,
  written: string,
): readonly TextEdit[] | undefined {
  const edit = blockEdit(text, key, node);
  if (edit === undefined) return undefined;
  const again = readOtherYaml(applyEdits(text, [edit])).roots.find(({ start }) => start === root.start);
  const value = pairIn(pairIn(again, "registries")?.value, "config")?.value;
  if (value?.kind !== "scalar" || value.style !== "literal" || !value.value.endsWith("\n")) return undefined;
  const [before, after, more] = bare(value.value).split(bare(written));
  const isSame = before !== undefined && after !== undefined && more === undefined;
  return isSame && isComments(before) && isComments(after) ? [edit] : undefined;
}

function blockEdit(text: string, key: OtherNode, node: OtherScalar | OtherMap): TextEdit | undefined {
  if (node.kind === "map" && !node.flow) {
    const colon = text.indexOf(":", key.end) + 1;
    return colon === 0 ? undefined : { start: colon, end: colon, text: " |" };
  }
  if (node.kind === "scalar" && node.style === "literal") {
    const header = /^\|[1-9]?-[1-9]?/.exec(text.slice(node.start, node.start + 3))?.[0];
    if (header === undefined) return undefined;
    return { start: node.start, end: node.start + header.length, text: header.replace("-", "") };
  }
  // What may follow on the line would be part of the string.
  if (!/^[ \t]*(?:\r?\n|$)/.test(text.slice(node.end, text.indexOf("\n", node.end) + 1 || text.length)))
    return undefined;
  const lineStart = text.lastIndexOf("\n", key.start) + 1;
  const indent = " ".repeat(key.start - lineStart + 2);
  const value = node.kind === "scalar" ? node.value : text.slice(node.start, node.end);
  const lineEnd = /\r?\n|$/.exec(text)?.[0] || "\n";
  const isLast = node.end === text.length;
  return { start: node.start, end: node.end, text: `|${lineEnd}${indent}${value}${isLast ? lineEnd : ""}` };
}

/** Lines without their indentation, and without the spaces around all of them. */
function bare(text: string): string {
  return text.replace(/^[ \t]+/gm, "").trim();
}

function isComments(text: string): boolean {
  return text.split("\n").every((line) => /^(?:#|\s*$)/.test(line));
}
