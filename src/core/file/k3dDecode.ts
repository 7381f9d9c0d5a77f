import { YamlFailure } from "../yaml/cursor.ts";
import { type FirstDocument, targetOf } from "../yaml/firstDocument.ts";
import type { AliasNode, MapNode, Node, ScalarNode } from "../yaml/node.ts";
import { isMergeKey } from "../yaml/node.ts";
import { integerOf, resolveScalar } from "../yaml/resolve.ts";
import {
  allowedAliasRatio,
  type Decoded,
  deepestAlias,
  Readable,
  type Reading,
  registryType,
  type Type,
  type TypeFault,
  zero,
} from "./goDecode.ts";

/** A value as sigs.k8s.io/yaml makes JSON of it. The node is the one that is written, behind its aliases. */
type Json = { readonly node: Node } & (
  | { readonly kind: "null" | "list" | "string" | "bool" | "number" }
  | { readonly kind: "object" }
) &
  Content;

interface Content {
  /** Of a string, and of what Go makes a string of where one is wanted. */
  readonly text: string;
  readonly items: readonly Json[];
  readonly entries: ReadonlyMap<string, Member>;
}

interface Member {
  /** The key as it is written. */
  readonly key: string;
  readonly value: Json;
}

/**
 * What k3d makes of a document, before it writes it again for the nodes: YAML becomes JSON first. Values have the types of
 * YAML 1.1, of a repeated key the last counts, the case of keys does not matter, and `identity_token` is called
 * `identitytoken`. Source: docs/how-k3s-reads-it/other-readers.md#k3d; sigs.k8s.io/yaml v1.6.0 `yaml.go`.
 */
export function readAsK3d(document: FirstDocument): Reading {
  const { failure, root } = document;
  if (failure) return { ok: false, error: failure.message, offset: failure.offset, typeFaults: [] };
  try {
    const json = root && jsonOf(document, root);
    const faults: TypeFault[] = [];
    const value = json ? decode(json, registryType, zero(registryType), [], faults) : zero(registryType);
    const [first] = faults;
    if (!first) return new Readable(() => value);
    return { ok: false, error: `json: ${first.text}`, offset: first.node.start, typeFaults: faults };
  } catch (error) {
    if (!(error instanceof YamlFailure)) throw error;
    const { text } = error;
    return {
      ok: false,
      error: /^(?:json|unsupported)/.test(text) ? text : `yaml: ${text}`,
      offset: error.offset,
      typeFaults: [],
    };
  }
}

/**
 * The string that k3d makes of a scalar: `0123` becomes `83`.
 *
 * @throws YamlFailure when a tag and the text do not go together
 */
export function k3dString(node: ScalarNode): string {
  return scalar(node).text;
}

const noItems: readonly Json[] = [];
const noEntries: ReadonlyMap<string, Member> = new Map();

/** Measured: to spread what is the same in all takes a tenth of the time of a lint. */
function jsonValue(node: Node, kind: Json["kind"], text = "", items = noItems, entries = noEntries): Json {
  return { node, kind, text, items, entries };
}

function scalar(node: ScalarNode): Json {
  const { type, value } = resolveScalar(node);
  if (value === null) return jsonValue(node, "null");
  if (typeof value === "boolean") return jsonValue(node, "bool", String(value));
  if (type !== "!!int" && type !== "!!float") return jsonValue(node, "string", value);
  const plain = value.replaceAll("_", "");
  return jsonValue(node, "number", String(integerOf(plain) ?? floatText(plain)));
}

/** A number as Go's `strconv.FormatFloat(…, 'g', -1, 32)` writes it. */
function floatText(written: string): string {
  const special = /^([-+]?)\.(?:(inf)|nan)$/i.exec(written);
  if (special) return special[2] === undefined ? "NaN" : `${special[1] || "+"}Inf`;
  const value = Math.fround(Number.parseFloat(written));
  if (!Number.isFinite(value)) return value < 0 ? "-Inf" : "+Inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  let digits = 0;
  while (digits < 8 && Math.fround(Number(value.toExponential(digits))) !== value) digits++;
  const shortest = value.toExponential(digits);
  const exponent = Number(shortest.slice(shortest.indexOf("e") + 1));
  if (exponent >= -4 && exponent < 6) return String(Number(shortest));
  return shortest.replace(/e([-+])(\d)$/, "e$10$2");
}

/** What yaml.v2 makes of a node that may be of any type, as JSON. */
function jsonOf(document: FirstDocument, root: Node): Json {
  const inside = new Set<AliasNode>();
  let decoded = 0;
  let decodedInAlias = 0;

  function convert(node: Node): Json {
    decoded++;
    if (inside.size > 0) decodedInAlias++;
    if (decodedInAlias > 100 && decoded > 1000 && decodedInAlias / decoded > allowedAliasRatio(decoded))
      throw new YamlFailure("document contains excessive aliasing", node.start);
    if (node.kind === "alias") return followed(node, convert);
    if (node.kind === "scalar") return scalar(node);
    if (node.kind === "list") return jsonValue(node, "list", "", node.items.map(convert));
    const entries = new Map<string, Member>();
    fill(node, entries);
    return jsonValue(node, "object", "", noItems, entries);
  }

  function followed<Result>(alias: AliasNode, read: (target: Node) => Result): Result {
    const target = targetOf(document, alias);
    if (inside.has(alias) || inside.size >= deepestAlias)
      throw new YamlFailure(`anchor '${alias.name}' value contains itself`, alias.start);
    if (!target) throw new YamlFailure(`unknown anchor '${alias.name}' referenced`, alias.start);
    inside.add(alias);
    const result = read(target);
    inside.delete(alias);
    return result;
  }

  function fill(map: MapNode, entries: Map<string, Member>): void {
    for (const { key, value } of map.pairs) {
      if (isMergeKey(key)) {
        for (const source of value.kind === "list" ? value.items.toReversed() : [value]) merge(source, entries);
        continue;
      }
      const name = convert(key);
      if (name.kind === "list" || name.kind === "object") throw new YamlFailure("invalid map key", key.start);
      if (name.kind === "null") throw new YamlFailure("unsupported map key of type: %!s(<nil>)", key.start);
      entries.set(keyOf(name), {
        key: name.node.kind === "scalar" ? name.node.value : name.text,
        value: convert(value),
      });
    }
  }

  function merge(source: Node, entries: Map<string, Member>): void {
    const fail = (): never => {
      throw new YamlFailure("map merge requires map or sequence of maps as the value", source.start);
    };
    if (source.kind === "map") fill(source, entries);
    else if (source.kind !== "alias") fail();
    else followed(source, (target) => (target.kind === "map" ? fill(target, entries) : fail()));
  }

  return convert(root);
}

/** A number without a finite value has no sign in a key. */
function keyOf({ kind, text }: Json): string {
  if (kind !== "number") return text;
  return ({ "+Inf": ".inf", "-Inf": "-.inf", NaN: ".nan" } as Record<string, string>)[text] ?? text;
}

/** What `encoding/json` reads into a type, with what it refuses. @throws YamlFailure for numbers that JSON has not */
function decode(json: Json, type: Type, current: Decoded, path: readonly string[], faults: TypeFault[]): Decoded {
  if (type.kind === "pointer") {
    if (json.kind === "null") return null;
    return decode(json, type.to, current ?? zero(type.to), path, faults);
  }
  if (json.kind === "null") return type.kind === "list" || type.kind === "map" ? zero(type) : current;
  const isScalar = json.kind !== "list" && json.kind !== "object";
  if (type.kind === "string" && isScalar) return json.text;
  if (type.kind === "bool" && json.kind === "bool") return json.text === "true";
  if (type.kind === "list" && json.kind === "list")
    return json.items.map((item, index) => decode(item, itemType, "", [...path, String(index)], faults));
  if (json.kind === "object" && type.kind === "map") {
    const map = current instanceof Map ? current : new Map<string, Decoded>();
    for (const [name, { key, value }] of json.entries)
      map.set(name, decode(value, type.of, zero(type.of), [...path, key], faults));
    return map;
  }
  if (json.kind === "object" && type.kind === "struct") return decodeStruct(json, type, current, path, faults);
  refuseInfinity(json);
  const found = json.kind === "list" ? "array" : json.kind;
  const wanted = type.go;
  const into = path.length === 0 ? "Go value" : "Go struct field …";
  faults.push({ node: json.node, path, text: `cannot unmarshal ${found} into ${into} of type ${wanted}`, wanted });
  return current;
}

const itemType: Type = { kind: "string", go: "string" };

/** Keys are sorted on the way, and the case of a key does not matter: of several for a field, the last counts. */
function decodeStruct(
  json: Json,
  { fields }: Type & { readonly kind: "struct" },
  current: Decoded,
  path: readonly string[],
  faults: TypeFault[],
): Decoded {
  const struct = current instanceof Map ? current : new Map<string, Decoded>();
  for (const name of [...json.entries.keys()].sort()) {
    const { key, value } = json.entries.get(name) as Member;
    const field = Object.keys(fields).find((one) => jsonName(one) === name.toLowerCase());
    if (field === undefined) refuseInfinity(value);
    else {
      const type = fields[field] as Type;
      struct.set(field, decode(value, type, struct.get(field) ?? zero(type), [...path, key], faults));
    }
  }
  return struct;
}

/** The name of a field in JSON. Source: wharfie v0.7.0 `types.go`. */
function jsonName(field: string): string {
  return field === "identity_token" ? "identitytoken" : field;
}

/** Numbers stay numbers where no string is wanted, and JSON has none that is not finite. */
function refuseInfinity({ node, kind, text, items, entries }: Json): void {
  if (kind === "number" && /^[-+]?[IN]/.test(text))
    throw new YamlFailure(`json: unsupported value: ${text}`, node.start);
  for (const item of items) refuseInfinity(item);
  for (const { value } of entries.values()) refuseInfinity(value);
}
