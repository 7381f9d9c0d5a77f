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
  const { field, unknown, repeats } = fieldsOf(doc, auth, "auth");
  return new ReadAuth(
    doc,
    auth,
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
  readonly #auth: Field;
  #credential: WrittenCredential | undefined;
  #jsonPassword: JsonPassword | null | undefined;

  constructor(
    doc: YamlDocument,
    auth: Field,
    readonly unknown: readonly Entry[],
    readonly repeats: boolean,
    readonly username: Field,
    readonly password: Field,
    readonly encoded: Field,
    readonly identityToken: Field,
  ) {
    this.#doc = doc;
    this.#auth = auth;
  }

  get path(): Path {
    return this.#auth.path;
  }

  get value(): Value {
    return this.#auth.value;
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
  return new ReadTls(tls, fieldsOf(doc, tls, "tls"));
}

/** Its fields are looked up on demand: most hosts have no `tls`. */
class ReadTls implements TlsFields {
  readonly #tls: Field;
  readonly #fields: Fields;

  constructor(tls: Field, fields: Fields) {
    this.#tls = tls;
    this.#fields = fields;
  }

  get path(): Path {
    return this.#tls.path;
  }

  get value(): Value {
    return this.#tls.value;
  }

  get unknown(): readonly Entry[] {
    return this.#fields.unknown;
  }

  get repeats(): boolean {
    return this.#fields.repeats;
  }

  get caFile(): Field {
    return this.#fields.field("ca_file");
  }

  get certFile(): Field {
    return this.#fields.field("cert_file");
  }

  get keyFile(): Field {
    return this.#fields.field("key_file");
  }

  get skipVerify(): Field {
    return this.#fields.field("insecure_skip_verify");
  }
}

/** A missing field. Its path is built on demand, and for most is never asked. */
class MissingField implements Field {
  readonly #parent: Field;
  readonly #name: string;

  constructor(parent: Field, name: string) {
    this.#parent = parent;
    this.#name = name;
  }

  get path(): Path {
    return [...this.#parent.path, this.#name];
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
export function fieldsOf(doc: YamlDocument, parent: Field, level: Level): Fields {
  const { value } = parent;
  if (value.kind !== "map") return { field: (name) => new MissingField(parent, name), unknown: none, repeats: false };
  const entries = doc.entries(parent.path);
  const known = knownKeys[level];
  const unknown = entries.every(({ key }) => known.includes(key))
    ? none
    : entries.filter(({ key }) => !known.includes(key));
  return {
    // Loops, since a function for each key of each host is much of what is made.
    field(name) {
      for (const entry of entries) if (entry.key === name) return entry;
      for (const entry of unknown) if (meantKey(doc, level, entry) === name) return entry;
      return new MissingField(parent, name);
    },
    unknown,
    repeats: value.size !== entries.length,
  };
}

const none: readonly Entry[] = [];
