import { type EndpointAddress, readEndpoint } from "../hosts/endpoint.ts";
import { type JsonObject, jsonObject } from "../json/object.ts";
import { type Entry, type Path, parseYaml, type Value, type YamlDocument } from "../yaml/document.ts";
import type { SourceText } from "../yaml/source.ts";
import { holdsTemplate } from "../yaml/template.ts";
import { knownKeys, type Level } from "./format.ts";
import { type Reading, readRegistry } from "./goDecode.ts";
import { isKeyName } from "./keyNames.ts";
import { meantKey } from "./misplacedKeys.ts";
import { PatternBudget } from "./rewrites/patternBudget.ts";
import { ReadRewrite, type Rewrite } from "./rewrites/rewrite.ts";

/** A value under a key that k3s knows, or under a misspelling of it that `unknown-key` will mend. */
export interface Field {
  /** Where the value stands; where it would stand when it is missing. */
  readonly path: Path;
  readonly value: Value;
}

/** What a map of the file holds besides the fields that k3s knows there. */
export interface OtherKeys {
  readonly unknown: readonly Entry[];
  /** Whether a key may be written twice in the map; not to be relied on in a file with merges (`<<`). */
  readonly repeats: boolean;
}

/** A registries.yaml, walked once: what all rules look at. */
export interface RegistriesFile extends OtherKeys {
  readonly doc: YamlDocument;
  readonly mirrors: readonly Mirror[];
  readonly configs: readonly HostConfig[];
  /**
   * Whether a template engine will still change the file: what is missing now may be there then, so rules that
   * conclude from something's absence are quiet.
   */
  readonly template: boolean;
  /** What k3s reads out of the file, with the values that it can't take. */
  readonly reading: Reading;
}

export interface Mirror extends OtherKeys {
  /** The key: the registry of an image's name, or `*`. */
  readonly registry: string;
  readonly path: Path;
  readonly value: Value;
  /** Whether the key itself holds a template expression, so that `registry` is not yet its name. */
  readonly templated: boolean;
  readonly endpointPath: Path;
  readonly endpoint: Value;
  /** The endpoints that are texts, in order; templates, maps and nulls are not among them. */
  readonly endpoints: readonly Endpoint[];
  readonly rewrite: Field;
  readonly rewrites: readonly Rewrite[];
}

export interface Endpoint {
  readonly path: Path;
  /** The text as k3s reads it. */
  readonly text: string;
  /** `undefined` when k3s ignores the endpoint because it is no URL. */
  readonly address: EndpointAddress | undefined;
}

export type { Rewrite } from "./rewrites/rewrite.ts";

export interface HostConfig extends OtherKeys {
  /** The key: host and port of an endpoint, or `*`. */
  readonly host: string;
  readonly path: Path;
  readonly value: Value;
  readonly templated: boolean;
  readonly auth: AuthFields;
  readonly tls: TlsFields;
}

export interface AuthFields extends Field, OtherKeys {
  /** The password as the JSON object that k3s reads it as; parsed when it is first asked for. */
  readonly keyJson: JsonObject | undefined;
  readonly username: Field;
  readonly password: Field;
  /** `auth.auth`: the user and password in base64. */
  readonly encoded: Field;
  readonly identityToken: Field;
}

export interface TlsFields extends Field, OtherKeys {
  readonly caFile: Field;
  readonly certFile: Field;
  readonly keyFile: Field;
  readonly skipVerify: Field;
}

/** Reads a registries.yaml: once for each text, whatever is then asked of the file. */
export function openRegistries(source: string | SourceText): RegistriesFile {
  return registriesFile(parseYaml(source));
}

/** Walks a document once. Sections and fields count under their misspelt names too. */
export function registriesFile(doc: YamlDocument): RegistriesFile {
  const root = fieldsOf(doc, { path: [], value: doc.value([]) }, "root");
  /**
   * A key of the format in the place of a registry is one that is indented wrongly, not a registry:
   * docs/how-k3s-reads-it/keys.md#misplaced-keys.
   */
  const registriesIn = (section: Field): readonly Entry[] =>
    doc.entries(section.path).filter(({ key }) => !isKeyName(key));
  const templated = ({ path }: Entry): boolean => {
    if (!doc.template) return false;
    const { start, end } = doc.span(path, "key");
    return holdsTemplate(doc.text.slice(start, end));
  };
  const budget = new PatternBudget((path) => doc.span(path, "key").start);
  return new WalkedFile(
    doc,
    root.unknown,
    root.repeats,
    registriesIn(root.field("mirrors")).map((entry) => mirror(doc, entry, { templated: templated(entry), budget })),
    registriesIn(root.field("configs")).map((entry) => hostConfig(doc, entry, templated(entry))),
  );
}

/** A class, since an object with a getter of its own is slow to make, measured. */
class WalkedFile implements RegistriesFile {
  readonly template: boolean;
  #reading: Reading | undefined;

  constructor(
    readonly doc: YamlDocument,
    readonly unknown: readonly Entry[],
    readonly repeats: boolean,
    readonly mirrors: readonly Mirror[],
    readonly configs: readonly HostConfig[],
  ) {
    this.template = doc.template;
  }

  get reading(): Reading {
    this.#reading ??= readRegistry(this.doc.document);
    return this.#reading;
  }
}

/** The text of a scalar as k3s reads it; `undefined` for everything else, templates included. */
export function textOf({ value }: Field): string | undefined {
  return value.kind === "scalar" ? value.text : undefined;
}

/** Whether a credential is there for containerd to use: not only an empty `auth`, and not one still to be rendered. */
export function hasCredential({ auth }: HostConfig): boolean {
  const set = ({ value }: Field): boolean => value.kind !== "missing" && value.kind !== "null";
  return set(auth.username) || set(auth.password) || set(auth.encoded) || set(auth.identityToken);
}

function mirror(
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
      (entry) =>
        new ReadRewrite(entry.path, entry.key, textOf(entry), doc.template && holdsTemplate(entry.key), budget),
    ),
  };
}

function hostConfig(doc: YamlDocument, entry: Entry, templated: boolean): HostConfig {
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
  #json: { readonly object: JsonObject | undefined } | undefined;

  constructor(
    readonly path: Path,
    readonly value: Value,
    readonly unknown: readonly Entry[],
    readonly repeats: boolean,
    readonly username: Field,
    readonly password: Field,
    readonly encoded: Field,
    readonly identityToken: Field,
  ) {}

  get keyJson(): JsonObject | undefined {
    this.#json ??= { object: jsonObject(textOf(this.password)) };
    return this.#json.object;
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

/** A field that is not there. Its path is made when it is asked for: most hosts have no `tls`, and no one asks. */
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

/** The fields of one level by their own names, read in one go, and what stands there besides. */
interface Fields extends OtherKeys {
  readonly field: (name: string) => Field;
}

function fieldsOf(doc: YamlDocument, { path: parent, value }: Field, level: Level): Fields {
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
