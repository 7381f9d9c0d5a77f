import { readEndpoint } from "../hosts/endpoint.ts";
import type { Entry, Path, Value, YamlDocument } from "../yaml/document.ts";
import { hasTemplate } from "../yaml/template.ts";
import {
  type AuthFields,
  type Endpoint,
  type Field,
  type HostConfig,
  type JsonPassword,
  type Mirror,
  type OtherKeys,
  type TlsFields,
  textOf,
  type WrittenCredential,
} from "./file.ts";
import { knownKeys, type Level } from "./format.ts";
import { meantKey } from "./misplacedKeys.ts";
import type { PatternBudget } from "./rewrites/patternBudget.ts";
import { ReadRewrite } from "./rewrites/rewrite.ts";
import { readCredential, readJsonPassword } from "./writtenCredential.ts";

/** Reads one entry of `mirrors`. */
export function mirror(
  doc: YamlDocument,
  entry: Entry,
  { templated, budget }: { readonly templated: boolean; readonly budget: PatternBudget },
): Mirror {
  const { key, path, value } = entry;
  const { field, unknown, repeats } = fieldsOf(doc, entry, "mirror");
  const endpoint = field("endpoint");
  const rewrite = field("rewrite");
  const rewrites = rewrite.value.kind === "map" ? doc.entries(rewrite.path) : [];
  const endpoints: Endpoint[] = [];
  for (const item of endpoint.value.kind === "list" ? doc.items(endpoint.path) : []) {
    const text = textOf(item);
    if (text === undefined) continue;
    const read = readEndpoint(text);
    endpoints.push({ path: item.path, text, address: read.ok ? read.address : undefined });
  }
  return {
    registry: key,
    path,
    value,
    templated,
    unknown,
    repeats: repeats || (rewrite.value.kind === "map" && rewrite.value.size !== rewrites.length),
    endpointPath: endpoint.path,
    endpoint: endpoint.value,
    endpoints,
    rewrite,
    rewrites: rewrites.map(
      (entry) => new ReadRewrite(entry.path, entry.key, textOf(entry), doc.template && hasTemplate(entry.key), budget),
    ),
  };
}

/** Reads one entry of `configs`. */
export function hostConfig(doc: YamlDocument, entry: Entry, templated: boolean): HostConfig {
  const { key, path, value } = entry;
  const { field, unknown, repeats } = fieldsOf(doc, entry, "config");
  return {
    host: key,
    path,
    value,
    templated,
    unknown,
    repeats,
    auth: authFields(doc, field("auth")),
    tls: tlsFields(doc, field("tls")),
  };
}

function authFields(doc: YamlDocument, auth: Field): AuthFields {
  const { path, value } = auth;
  const { field, unknown, repeats } = fieldsOf(doc, auth, "auth");
  return new ReadAuth(
    doc,
    path,
    value,
    unknown,
    repeats,
    field("username"),
    field("password"),
    field("auth"),
    field("identity_token"),
  );
}

/** A class, since an object with a getter of its own takes ten times the room, measured on 500 hosts. */
class ReadAuth implements AuthFields {
  readonly #doc: YamlDocument;
  #credential: WrittenCredential | undefined;
  #jsonPassword: JsonPassword | null | undefined;

  constructor(
    doc: YamlDocument,
    readonly path: Path,
    readonly value: Value,
    readonly unknown: readonly Entry[],
    readonly repeats: boolean,
    readonly username: Field,
    readonly password: Field,
    readonly encoded: Field,
    readonly identityToken: Field,
  ) {
    this.#doc = doc;
  }

  get credential(): WrittenCredential {
    this.#credential ??= readCredential(this.#doc, this);
    return this.#credential;
  }

  get jsonPassword(): JsonPassword | undefined {
    if (this.#jsonPassword === undefined) this.#jsonPassword = readJsonPassword(this.#doc, this) ?? null;
    return this.#jsonPassword ?? undefined;
  }
}

function tlsFields(doc: YamlDocument, tls: Field): TlsFields {
  const { path, value } = tls;
  const { field, unknown, repeats } = fieldsOf(doc, tls, "tls");
  return {
    path,
    value,
    unknown,
    repeats,
    caFile: field("ca_file"),
    certFile: field("cert_file"),
    keyFile: field("key_file"),
    skipVerify: field("insecure_skip_verify"),
  };
}

/** A missing field. Its path is built on demand: most hosts have no `tls`, and nothing asks for it. */
class MissingField implements Field {
  readonly #parent: Path;
  readonly #name: string;

  constructor(parent: Path, name: string) {
    this.#parent = parent;
    this.#name = name;
  }

  get path(): Path {
    return [...this.#parent, this.#name];
  }

  get value(): Value {
    return missing;
  }
}

const missing: Value = { kind: "missing" };

/** The fields of one level by name, and the other keys of the map. */
export interface Fields extends OtherKeys {
  readonly field: (name: string) => Field;
}

/** Reads the fields of one map. */
export function fieldsOf(doc: YamlDocument, { path: parent, value }: Field, level: Level): Fields {
  if (value.kind !== "map") return { field: (name) => new MissingField(parent, name), unknown: none, repeats: false };
  const entries = doc.entries(parent);
  const known = knownKeys[level];
  const unknown = entries.every(({ key }) => known.includes(key))
    ? none
    : entries.filter(({ key }) => !known.includes(key));
  return {
    field: (name) =>
      entries.find(({ key }) => key === name) ??
      unknown.find((entry) => meantKey(doc, level, entry) === name) ??
      new MissingField(parent, name),
    unknown,
    repeats: value.size !== entries.length,
  };
}

const none: readonly Entry[] = [];
