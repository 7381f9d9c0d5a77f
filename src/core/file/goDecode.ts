import { lossyUtf8, utf8Bytes } from "../text/utf8.ts";
import { YamlFailure } from "../yaml/cursor.ts";
import { type FirstDocument, targetOf } from "../yaml/firstDocument.ts";
import type { AliasNode, MapNode, Node } from "../yaml/node.ts";
import { isMergeKey } from "../yaml/node.ts";
import { nulls, resolveScalar } from "../yaml/resolve.ts";
import { formatKey, goStructs, type KeyType, knownKeys, type Level, levels } from "./format.ts";

/**
 * What k3s has in memory after reading registries.yaml. Source: docs/how-k3s-reads-it/keys.md; `rancher/wharfie`
 * `types.go`.
 */
export interface Registry {
  readonly mirrors: Readonly<Record<string, MirrorReading>>;
  readonly configs: Readonly<Record<string, ConfigReading>>;
  readonly auths: Readonly<Record<string, AuthReading>>;
}
export interface MirrorReading {
  readonly endpoint: readonly string[];
  readonly rewrite: Readonly<Record<string, string>>;
}
export interface ConfigReading {
  readonly auth: AuthReading | null;
  readonly tls: TlsReading | null;
}
export interface AuthReading {
  readonly username: string;
  readonly password: string;
  readonly auth: string;
  readonly identity_token: string;
}
export interface TlsReading {
  readonly ca_file: string;
  readonly cert_file: string;
  readonly key_file: string;
  readonly insecure_skip_verify: boolean;
}

/** A value of a type that its field can't take; k3s refuses the whole file for it. */
export interface TypeFault {
  readonly node: Node;
  /** Keys and indexes from the root to the value. */
  readonly path: readonly (string | number)[];
  /** What k3s logs of it, as `line 5: cannot unmarshal !!map into string`. */
  readonly text: string;
  /** The Go type that was wanted. */
  readonly wanted: string;
}

export type Reading =
  | { readonly ok: true; readonly registry: Registry }
  | {
      readonly ok: false;
      /** What k3s logs, after "Waiting to retrieve agent configuration; server is not ready: ". */
      readonly error: string;
      /** UTF-16 offset of the fault. */
      readonly offset: number;
      readonly typeFaults: readonly TypeFault[];
      /** What it would read without the values of a wrong type; `undefined` if it gets to none. */
      readonly rest?: Readable;
    };

/** What Go decodes a value into. */
export type Type =
  | { readonly kind: "string" | "bool"; readonly go: string }
  | { readonly kind: "list"; readonly go: string }
  | { readonly kind: "map"; readonly go: string; readonly of: Type }
  | { readonly kind: "struct"; readonly go: string; readonly fields: Readonly<Record<string, Type>> }
  | { readonly kind: "pointer"; readonly to: Type };

const text: Type = { kind: "string", go: "string" };

/** The types of k3s' structs, by level of the format; those below come first. */
const structs = new Map<Level, Type>();
for (const level of levels.toReversed()) {
  const fields = knownKeys[level].map((name) => [name, typeOf(formatKey(level, name)?.type)] as const);
  structs.set(level, { kind: "struct", go: goStructs[level], fields: Object.fromEntries(fields) });
}
/** The type of the whole file. */
export const registryType = structs.get("root") as Type;

function typeOf(type: KeyType | undefined): Type {
  if (type?.go === "bool") return { kind: "bool", go: type.go };
  if (type?.go === "[]string") return { kind: "list", go: type.go };
  if (type?.go === "map[string]string") return { kind: "map", go: type.go, of: text };
  if (type?.go === "pointer") return { kind: "pointer", to: structs.get(type.of) as Type };
  if (type?.go === "map")
    return { kind: "map", go: `map[string]${goStructs[type.of]}`, of: structs.get(type.of) as Type };
  return text;
}

/** A value in Go's memory. */
export type Decoded = string | boolean | null | Decoded[] | Map<string, Decoded>;

/**
 * What k3s makes of a document: YAML 1.1, unknown keys ignored, of a repeated key the last, of a repeated section or
 * `auth` both. Source: docs/how-k3s-reads-it/yaml.md#duplicate-keys; yaml.v2 v2.4.0 `decode.go`; k3s calls `Unmarshal`,
 * not `UnmarshalStrict`.
 */
export function readRegistry(document: FirstDocument): Reading {
  const { failure, root } = document;
  if (failure) return { ok: false, error: failure.message, offset: failure.offset, typeFaults: [] };
  if (root && fits(root, registryType))
    return new Readable(() => createDecoder(document).decode(root, registryType, zero(registryType)).value);
  const decoder = createDecoder(document);
  try {
    const value = root ? decoder.decode(root, registryType, zero(registryType)).value : zero(registryType);
    const [first] = decoder.faults;
    const rest = new Readable(() => value);
    if (!first) return rest;
    const error = `yaml: unmarshal errors:${decoder.faults.map((fault) => `\n  ${fault.text}`).join("")}`;
    return { ok: false, error, offset: first.node.start, typeFaults: decoder.faults, rest };
  } catch (error) {
    if (!(error instanceof YamlFailure)) throw error;
    return { ok: false, error: `yaml: ${error.text}`, offset: error.offset, typeFaults: [] };
  }
}

/**
 * What k3s would refuse of a node of a document if it were at a path; nothing where k3s reads no value.
 *
 * @returns `undefined` when the node can't be read at all, as with an alias of something that holds the alias
 */
export function refusedAt(
  document: FirstDocument,
  node: Node,
  path: readonly (string | number)[],
): readonly TypeFault[] | undefined {
  let type: Type | undefined = registryType;
  for (const key of path) type = type && typeBelow(type, key);
  if (!type || fits(node, type)) return [];
  const decoder = createDecoder(document);
  try {
    decoder.decode(node, type, zero(type));
    return decoder.faults;
  } catch (error) {
    if (error instanceof YamlFailure) return undefined;
    throw error;
  }
}

function typeBelow(type: Type, key: string | number): Type | undefined {
  if (type.kind === "pointer") return typeBelow(type.to, key);
  if (type.kind === "map") return type.of;
  if (type.kind === "list") return text;
  return type.kind === "struct" && Object.hasOwn(type.fields, key) ? type.fields[key] : undefined;
}

/**
 * Most who read a file only ask whether k3s can: what it holds is laid out when it is asked for. A class, since an object
 * with a getter of its own is slow to make, measured.
 */
export class Readable {
  readonly ok = true;
  readonly #value: () => Decoded;
  #registry: Registry | undefined;

  constructor(value: () => Decoded) {
    this.#value = value;
  }

  get registry(): Registry {
    this.#registry ??= plain(this.#value(), registryType) as Registry;
    return this.#registry;
  }
}

/**
 * Whether a value can be decoded without a fault at one look, as in most files: there are no aliases, merges and tags in
 * it, and every value is of the kind that is wanted, or none. Measured: it spares a sixth of what the rules cost.
 */
function fits(node: Node, type: Type): boolean {
  if (type.kind === "pointer") return fits(node, type.to);
  if (node.kind === "alias" || node.tag !== undefined) return false;
  if (node.kind === "scalar") return type.kind === "string" || (node.implicit && nulls.has(node.value));
  if (node.kind === "list") return type.kind === "list" && node.items.every((item) => fits(item, text));
  if (type.kind !== "map" && type.kind !== "struct") return false;
  for (const { key, value } of node.pairs) {
    if (key.kind !== "scalar" || key.tag !== undefined || isMergeKey(key)) return false;
    if (type.kind === "map") {
      if (!fits(value, type.of)) return false;
    } else if (Object.hasOwn(type.fields, key.value) && !fits(value, type.fields[key.value] as Type)) return false;
  }
  return true;
}

/** What Go has before anything is decoded; a nil list or map counts as an empty one. */
export function zero(type: Type): Decoded {
  if (type.kind === "string") return "";
  if (type.kind === "bool") return false;
  if (type.kind === "list") return [];
  if (type.kind === "pointer") return null;
  const map = new Map<string, Decoded>();
  if (type.kind === "struct") for (const name in type.fields) map.set(name, zero(type.fields[name] as Type));
  return map;
}

function plain(value: Decoded, type: Type): unknown {
  if (type.kind === "pointer") return plain(value, type.to);
  if (!(value instanceof Map)) return value;
  // Any key may come from the file; a struct's are known, and a plain object takes a fraction of the room.
  const object: Record<string, unknown> = type.kind === "map" ? Object.create(null) : {};
  for (const [key, item] of value) object[key] = plain(item, typeBelow(type, key) ?? text);
  return object;
}

interface Result {
  readonly good: boolean;
  readonly value: Decoded;
}

interface Decoder {
  readonly faults: readonly TypeFault[];
  /** @param current what the field holds so far: maps and structs are added to. @throws YamlFailure */
  decode(node: Node, type: Type, current: Decoded): Result;
}

/** Aliases inside each other that are followed. Past it the rest is left out; k3s would read on. */
export const deepestAlias = 1000;

function createDecoder(document: FirstDocument): Decoder {
  const faults: TypeFault[] = [];
  const path: (string | number)[] = [];
  const inside = new Set<AliasNode>();
  let decoded = 0;
  let decodedInAlias = 0;

  function fault(node: Node, type: string, wanted: string, current: Decoded): Result {
    const shown = node.kind === "scalar" ? ` \`${shortened(node.value)}\`` : "";
    const message = `line ${node.line + 1}: cannot unmarshal ${type}${shown} into ${wanted}`;
    faults.push({ node, path: [...path], text: message, wanted });
    return { good: false, value: current };
  }

  function decode(node: Node, type: Type, current: Decoded): Result {
    decoded++;
    if (inside.size > 0) decodedInAlias++;
    if (decodedInAlias > 100 && decoded > 1000 && decodedInAlias / decoded > allowedAliasRatio(decoded))
      throw new YamlFailure("document contains excessive aliasing", node.start);
    if (node.kind === "alias") return decodeAlias(node, type, current);
    if (type.kind === "pointer") {
      if (isNull(node)) return { good: true, value: null };
      return decode(node, type.to, current ?? zero(type.to));
    }
    if (node.kind === "scalar") {
      if (type.kind === "string" && node.tag === undefined)
        return { good: true, value: node.implicit && nulls.has(node.value) ? "" : node.value };
      const { type: found, value } = resolveScalar(node);
      if (value === null) return { good: true, value: zero(type) };
      if (type.kind === "string") return { good: true, value: typeof value === "string" ? value : node.value };
      if (type.kind === "bool" && typeof value === "boolean") return { good: true, value };
      return fault(node, found, type.go, current);
    }
    if (node.kind === "list") {
      if (type.kind !== "list") return fault(node, "!!seq", type.go, current);
      const items = node.items.map((item, index) => {
        path.push(index);
        const result = decode(item, text, "");
        path.pop();
        return result;
      });
      return { good: true, value: items.filter(({ good }) => good).map(({ value }) => value) };
    }
    if (type.kind !== "map" && type.kind !== "struct") return fault(node, "!!map", type.go, current);
    return { good: true, value: decodeMap(node, type, current) };
  }

  function decodeAlias(node: AliasNode, type: Type, current: Decoded): Result {
    if (inside.has(node)) throw new YamlFailure(`anchor '${node.name}' value contains itself`, node.start);
    const target = targetOf(document, node);
    if (!target) throw new YamlFailure(`unknown anchor '${node.name}' referenced`, node.start);
    if (inside.size >= deepestAlias) return { good: false, value: current };
    inside.add(node);
    const result = decode(target, type, current);
    inside.delete(node);
    return result;
  }

  function decodeMap(node: MapNode, type: Type & { readonly kind: "map" | "struct" }, current: Decoded): Decoded {
    const map = current instanceof Map ? current : new Map<string, Decoded>();
    for (const { key, value } of node.pairs) {
      if (isMergeKey(key)) {
        merge(value, type, map);
        continue;
      }
      const name = decode(key, text, "");
      if (!name.good) continue;
      const field = String(name.value);
      path.push(field);
      if (type.kind === "map") {
        const result = decode(value, type.of, zero(type.of));
        if (result.good) map.set(field, result.value);
      } else {
        const known = Object.hasOwn(type.fields, field) ? type.fields[field] : undefined;
        if (known) map.set(field, decode(value, known, map.get(field) ?? zero(known)).value);
      }
      path.pop();
    }
    return map;
  }

  function merge(node: Node, type: Type & { readonly kind: "map" | "struct" }, map: Map<string, Decoded>): void {
    const isMap = (source: Node): boolean =>
      source.kind === "map" || (source.kind === "alias" && targetOf(document, source)?.kind === "map");
    const sources = node.kind === "list" ? [...node.items].reverse() : [node];
    for (const source of sources) {
      if (!isMap(source))
        throw new YamlFailure("map merge requires map or sequence of maps as the value", source.start);
      decode(source, type, map);
    }
  }

  return { faults, decode };
}

/** What leaves a pointer nil (yaml.v2 `prepare`); `Null` and `NULL` do not. */
function isNull(node: Node): boolean {
  if (node.kind !== "scalar") return false;
  if (node.tag !== undefined) return node.tag === "tag:yaml.org,2002:null";
  return node.value === "null" || node.value === "~" || (node.value === "" && node.implicit);
}

/** Ten bytes at most; longer values are cut to seven, so that logs do not hold whole secrets. */
function shortened(value: string): string {
  const bytes = utf8Bytes(value.slice(0, 11));
  return bytes.length > 10 ? `${lossyUtf8(bytes.slice(0, 7))}...` : value;
}

export function allowedAliasRatio(count: number): number {
  const [low, high] = [400_000, 4_000_000];
  if (count <= low) return 0.99;
  if (count >= high) return 0.1;
  return 0.99 - 0.89 * ((count - low) / (high - low));
}
