import type { EndpointAddress } from "../hosts/endpoint.ts";
import type { JsonObject } from "../json/object.ts";
import type { Entry, Path, Value, YamlDocument } from "../yaml/document.ts";
import type { Matching } from "./configLookup.ts";
import type { WrittenEndpoint } from "./endpointFlaw.ts";
import type { Reading } from "./goDecode.ts";
import type { HostPlace } from "./hostOccurrences.ts";
import type { FileReader } from "./reader.ts";
import type { Rewrite } from "./rewrites/rewrite.ts";
import type { MirrorRewrite } from "./rewrites/rewrites.ts";

/** A value under a key that k3s knows, or under a misspelling that `unknown-key` fixes. */
export interface Field {
  /** Where the value is, or where it belongs if it is missing. */
  readonly path: Path;
  readonly value: Value;
}

/** What a map contains besides the keys that k3s knows there. */
export interface OtherKeys {
  readonly unknown: readonly Entry[];
  /** True if a key may be repeated in the map; unreliable in a file with merges (`<<`). */
  readonly repeats: boolean;
}

/** A registries.yaml as it is opened once for all features. Its members are made when they are first read. */
export interface RegistriesFile extends OtherKeys {
  readonly doc: YamlDocument;
  /** What reads it first. */
  readonly reader: FileReader;
  /** Opens another version of the text, for the same reader. */
  reopen(text: string): RegistriesFile;
  readonly mirrors: readonly Mirror[];
  readonly configs: readonly HostConfig[];
  /** The mirror under a key; `undefined` if there is none. */
  mirrorOf(registry: Path[number] | undefined): Mirror | undefined;
  /** The entry of `configs` under a key; `undefined` if there is none. */
  configOf(host: Path[number] | undefined): HostConfig | undefined;
  /**
   * True if a template engine will still change the file. What is missing now may be there then, so rules that report
   * something missing are quiet.
   */
  readonly template: boolean;
  /** What k3s gets out of the file, through k3d if that is the reader, with the values that it can't take. */
  readonly reading: Reading;
  /** Every endpoint with its mirror, and what is wrong with it; placeholders and empty ones are left out. */
  readonly writtenEndpoints: readonly WrittenEndpoint[];
  /** The rewrites that are not templates; one that several mirrors share through an anchor comes with the first of them. */
  readonly rewrites: readonly MirrorRewrite[];
  /** How the keys of `configs` and the hosts of endpoints match. */
  readonly matching: Matching;
  /** Every place where a host is written. */
  readonly hostPlaces: readonly HostPlace[];
}

export interface Mirror extends OtherKeys {
  /** The key: the registry of an image's name, or `*`. */
  readonly registry: string;
  readonly path: Path;
  readonly value: Value;
  /** True if the key contains a template expression, so that `registry` is not yet its name. */
  readonly templated: boolean;
  readonly endpointPath: Path;
  readonly endpoint: Value;
  /** The endpoints that are strings, in order, without templates, maps and nulls. */
  readonly endpoints: readonly Endpoint[];
  readonly rewrite: Field;
  readonly rewrites: readonly Rewrite[];
}

export interface Endpoint {
  readonly path: Path;
  /** The string as k3s reads it. */
  readonly text: string;
  /** `undefined` if k3s ignores the endpoint because it is not a URL. */
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
  readonly username: Field;
  readonly password: Field;
  /** `auth.auth`: the user and password in base64. */
  readonly encoded: Field;
  readonly identityToken: Field;
  /**
   * The credential that containerd sends for the host: `username` and `password`, or `auth` if that is what it chooses.
   * An identity token is not part of it. Source: docs/how-k3s-reads-it/credentials.md#precedence.
   */
  readonly credential: WrittenCredential;
  /** The JSON object that the password of `credential` is, or contains in base64. */
  readonly jsonPassword: JsonPassword | undefined;
}

/** The username and password of a host, wherever they are written. */
export interface WrittenCredential {
  /** `undefined` if there is none, if it is empty, or if it can't be read. */
  readonly username: string | undefined;
  /** True if a template will write the username. */
  readonly templated: boolean;
  /** What is meant as the password, also where its quoting is broken. */
  readonly password: string | undefined;
  readonly usernameAt: Path;
  readonly passwordAt: Path;
  /** True if both are in base64 in `auth.auth`, so that neither can be edited alone. */
  readonly encoded: boolean;
}

/** JSON as a password: the key of a service account, or what was taken for one. */
export interface JsonPassword {
  readonly fields: JsonObject;
  /** The JSON, as it is written or as it was meant where the quoting is wrong. */
  readonly json: string;
  readonly form: "json" | "base64";
  /** The value that contains it. */
  readonly at: Path;
  /** True if `json` is what the password says; otherwise it is only what was meant by it. */
  readonly intact: boolean;
  /** True if it is the password itself, so that another JSON can be written in its place. */
  readonly editable: boolean;
}

export interface TlsFields extends Field, OtherKeys {
  readonly caFile: Field;
  readonly certFile: Field;
  readonly keyFile: Field;
  readonly skipVerify: Field;
}

/** Returns the string of a scalar as k3s reads it; `undefined` for everything else, templates included. */
export function textOf({ value }: Field): string | undefined {
  return value.kind === "scalar" ? value.text : undefined;
}

/** True if containerd has a credential to use: more than an empty `auth`. */
export function hasCredential({ auth }: HostConfig): boolean {
  const set = ({ value }: Field): boolean => value.kind !== "missing" && value.kind !== "null";
  return set(auth.username) || set(auth.password) || set(auth.encoded) || set(auth.identityToken);
}
