import type { Span, TextEdit } from "../text/span.ts";
import { type OtherMap, type OtherNode, type OtherPair, readOtherYaml } from "../yaml/otherYaml.ts";
import type { DialectId } from "./dialect.ts";
import { looksCarried } from "./look.ts";
import { nativeLayer } from "./nativeLayer.ts";
import type { Placeholders } from "./placeholders.ts";
import type { CarrierFacts, FoundRegion } from "./region.ts";
import { base64Layer, gzipLayer, scalarLayer } from "./scalarLayer.ts";
import { type CarrierLink, type Found, inDialect, type Scope, type ScopeKind, within } from "./scan.ts";
import type { SchemaFault } from "./schemaFault.ts";
import { isStructural } from "./structure.ts";
import type { Translation } from "./translatedLayer.ts";
import { yamlCarriers } from "./yamlCarriers.ts";

/** A map of a YAML file, as carriers are asked about it. */
export interface Site {
  readonly map: OtherMap;
  /** The keys and indexes that lead to the map from the root of its document. */
  readonly path: readonly (string | number)[];
  /** The map that the map is a value of; `undefined` at the root and in a list. */
  readonly parent: OtherMap | undefined;
  readonly root: OtherNode;
  readonly scope: Scope;
}

/** A registries.yaml that a carrier found in a map. */
export interface CarriedText extends Pick<FoundRegion, "carrier" | "reader"> {
  /** A string that is the text, or a map that is written out as the text. Settings of another form may also be a list. */
  readonly node: OtherNode;
  /** The keys and indexes from the map to it. */
  readonly path: readonly (string | number)[];
  readonly facts: CarrierFacts;
  /** What the tool replaces in the string, besides what it replaces in the whole file. */
  readonly dialect?: DialectId;
  readonly encoding?: "base64" | "gzip";
  /**
   * Set if the tool generates the text from settings of another form.
   *
   * @param settings the node; of a string, the root of the YAML or JSON in it
   * @param text the text in which the spans of the settings are
   */
  readonly translate?: (settings: OtherNode, text: string, placeholders: Placeholders) => Translation | undefined;
}

/** A tool whose files are YAML. */
export interface YamlCarrier {
  /** Without a match, no file is one of the tool that carries a registries.yaml. */
  readonly mark: RegExp;
  /** What the tool replaces in the whole file before it reads it. */
  readonly dialectOf?: (text: string) => DialectId | undefined;
  textsIn(site: Site): Iterable<CarriedText>;
  /** The files that a map names instead. */
  linksIn?(site: Site): Iterable<CarrierLink>;
}

/** Finds the regions of a YAML file, and the strings that may be such files themselves. */
export function* yamlRegions(outside: Scope): Iterable<Found> {
  const carriers = yamlCarriers.filter(({ mark }) => mark.test(outside.text));
  if (carriers.length === 0 && !looksCarried(outside.text)) return;
  const dialects = new Set<DialectId>(carriers.flatMap(({ dialectOf }) => dialectOf?.(outside.text) ?? []));
  if (/\{[{%#]/.test(outside.text)) dialects.add("braces");
  if (/\.(?:tftpl|tpl|tmpl)$/.test(outside.path) && outside.depth === 0 && /[$%]\{/.test(outside.text))
    dialects.add("terraform");
  const scope = [...dialects].reduce(inDialect, outside);
  for (const root of readOtherYaml(scope.text).roots) {
    const taken = new Set<OtherNode>();
    for (const site of maps(root, [], undefined, root, scope)) {
      for (const carrier of carriers) {
        for (const link of carrier.linksIn?.(site) ?? [])
          yield { link: { ...link, span: outerSpan(link.span, scope) } };
        for (const text of carrier.textsIn(site)) {
          if (taken.has(text.node)) continue;
          taken.add(text.node);
          const found = foundRegion(scope, site, text);
          if (found !== undefined) yield found;
        }
      }
      for (const pair of site.map.pairs) yield* innerScopes(scope, site, pair, taken);
    }
  }
}

function* maps(
  node: OtherNode | undefined,
  path: Site["path"],
  parent: OtherMap | undefined,
  root: OtherNode,
  scope: Scope,
): Iterable<Site> {
  if (node?.kind === "list")
    for (const [index, item] of node.items.entries()) yield* maps(item, [...path, index], undefined, root, scope);
  if (node?.kind !== "map") return;
  yield { map: node, path, parent, root, scope };
  for (const { key, value } of node.pairs)
    yield* maps(value, [...path, key.kind === "scalar" ? key.value : "?"], node, root, scope);
}

/** True if a block string ends where an expression alone on its line begins, which most likely is more of it. */
function isCutOff(scope: Scope, node: OtherNode): boolean {
  if (node.kind !== "scalar" || node.style !== "literal") return false;
  const after = { start: node.end, end: node.end + 1 };
  return /^[\ufdd0-\ufdef]/.test(scope.text.slice(after.start, after.end)) && isStructural(scope, after);
}

function foundRegion(scope: Scope, { path }: Site, text: CarriedText): Found | undefined {
  const { carrier, reader, node, facts, dialect, encoding, translate } = text;
  const name = [...scope.names, pathName([...path, ...text.path])].join(" > ");
  if (translate !== undefined) {
    const settings = node.kind === "scalar" ? within(scope, scalarLayer(scope.text, node)) : scope;
    const root = node.kind === "scalar" ? readOtherYaml(settings.text).roots[0] : node;
    const made = root && translate(root, settings.text, scope.placeholders);
    if (made === undefined) return undefined;
    const { layers, structure } = within(settings, made.layer);
    const faults = made.faults.map(({ fix, ...fault }): SchemaFault => {
      const edits = outerEdits(fix, settings);
      return { ...fault, ...outerSpan(fault, settings), ...(edits && { fix: edits }) };
    });
    return {
      region: { carrier, name, reader, facts: { ...outerFacts(facts, scope), translated: faults }, layers, structure },
    };
  }
  if (node.kind === "list" || node.kind === "alias" || isCutOff(scope, node)) return undefined;
  const layer = node.kind === "map" ? nativeLayer(scope.text, node) : scalarLayer(scope.text, node);
  let inner = within(scope, layer);
  if (encoding !== undefined) {
    const decoded = encoding === "base64" ? base64Layer(inner.text) : gzipLayer(inner.text, scope.gunzip);
    if (decoded === undefined) return undefined;
    inner = within(inner, decoded);
  }
  if (dialect !== undefined) inner = inDialect(inner, dialect);
  const { layers, structure } = inner;
  const region = { carrier, name, reader, facts: outerFacts(facts, scope), layers, structure };
  if (node.kind !== "scalar" || (node.style !== "literal" && node.style !== "folded")) return { region };
  return { region: { ...region, yamlEnd: outerSpan({ start: node.end, end: scope.text.length }, scope).end } };
}

/** Facts are found by the spans of a scope; rules need those of the whole file. */
function outerFacts({ asBlock, ownerOnly, wrongTypes, ...facts }: CarrierFacts, scope: Scope): CarrierFacts {
  const outer = <S extends Span>(span: S): S => ({ ...span, ...outerSpan(span, scope) });
  const block = outerEdits(asBlock, scope);
  const own = outerEdits(ownerOnly, scope);
  const wrong = wrongTypes?.map(({ at, fix, ...type }) => {
    const edits = outerEdits(fix, scope);
    return { ...type, at: outer(at), ...(edits && { fix: edits }) };
  });
  return {
    ...facts,
    at: outer(facts.at),
    ...(facts.permissions && { permissions: outer(facts.permissions) }),
    ...(facts.variables && { variables: facts.variables.map(outer) }),
    ...(facts.append && { append: outer(facts.append) }),
    ...(block && { asBlock: block }),
    ...(own && { ownerOnly: own }),
    ...(wrong && { wrongTypes: wrong }),
  };
}

function outerSpan({ start, end }: Span, { layers }: Scope): Span {
  return layers.reduceRight<Span>((inner, layer) => layer.outerSpan(inner), { start, end });
}

function outerEdits(edits: readonly TextEdit[] | undefined, { layers }: Scope): readonly TextEdit[] | undefined {
  return layers.reduceRight((inner, layer) => inner && layer.outerEdits(inner), edits);
}

/** Strings over several lines that may be a file of a tool, or a script. */
function* innerScopes(scope: Scope, { path }: Site, { key, value }: OtherPair, taken: Set<OtherNode>): Iterable<Found> {
  const values = value?.kind === "list" ? value.items : [value];
  for (const [index, item] of values.entries()) {
    if (item?.kind !== "scalar" || taken.has(item) || !looksCarried(item.value)) continue;
    if (!item.value.includes("\n") && !/\b(?:echo|printf)\s/.test(item.value)) continue;
    const own = [key.kind === "scalar" ? key.value : "?", ...(value?.kind === "list" ? [index] : [])];
    const inner = within(scope, scalarLayer(scope.text, item), pathName([...path, ...own]));
    yield { inner, kind: kindOf(item.value) };
  }
}

/** Tells a script from YAML by its content. */
export function kindOf(text: string): ScopeKind {
  if (/^\s*#!/.test(text)) return "shell";
  if (/^#cloud-config\b|^## template:/.test(text.trimStart())) return "yaml";
  return /^(?:- |[\w."'/-]+:(?:\s|$))/m.test(text) && !/<<[-~]?\s*['"\\]?\w/.test(text) ? "yaml" : "shell";
}

/** No key of a tool is longer. */
const longestKey = 100;

/**
 * The name of a place, as people write it: `write_files[1].content`. A key that is not a name, such as a pasted file with
 * its secrets, is replaced by an ellipsis.
 */
export function pathName(path: Site["path"]): string {
  return path
    .map((part) => {
      if (typeof part === "number") return `[${part}]`;
      if (part.length > longestKey || /[\r\n\\]|:\s/.test(part)) return '["…"]';
      return /^[\w-]+$/.test(part) ? `.${part}` : `["${part}"]`;
    })
    .join("")
    .replace(/^\./, "");
}
