import type { Credential, RegistryAuth } from "../credentials/credential.ts";
import { type KeyForm, keyUsernames } from "../credentials/googleCredential.ts";
import { jsonKeyUsername, keyIdOf } from "../credentials/googleServiceAccountKey.ts";
import { credentialOf } from "../credentials/writtenCredential.ts";
import { defaultEndpoint, dockerHubHost } from "../registries/endpoint.ts";
import { registriesFile, textOf } from "../registries/file.ts";
import { hostProblem, isGoogleHost } from "../registries/hosts.ts";
import type { Target } from "../registries/target.ts";
import { encodeBase64 } from "../text/base64.ts";
import { placesIn } from "../text/lines.ts";
import { type Phrase, phrase } from "../text/phrase.ts";
import { applyEdits, type TextEdit } from "../text/span.ts";
import { parseYaml, type YamlDocument } from "../yaml/document.ts";
import { type NewMap, type NewValue, type Operation, operationEdits } from "../yaml/edit.ts";
import { utf8Bytes } from "../yaml/source.ts";
import { type PreviewLine, previewEdits } from "./preview.ts";

/** A credential and the registries that get it, as `host[:port]`; Docker Hub is `docker.io`. */
export interface Assignment {
  readonly credential: Credential;
  readonly hosts: readonly string[];
}

export interface ConvertRequest {
  readonly assignments: readonly Assignment[];
  /** Whether to write `mirrors.<host>.endpoint` as well. */
  readonly mirrors: boolean;
  /** How a Google key is written; as JSON, unless said. */
  readonly keyForm?: KeyForm;
  /** What will read the file: it decides under which names Docker Hub's credential is looked for. */
  readonly target?: Target;
  /** The registries.yaml to merge into; empty or absent for a new one. */
  readonly existing?: string;
  /** Line end of a new file; an existing one keeps its own. */
  readonly eol?: "\n" | "\r\n";
}

/** Which credential stands or will stand at a host, by what is no secret. */
export interface HeldCredential {
  /** Of a Google key. */
  readonly keyId?: string;
  /** Of any other pair; neither is there for an identity token. */
  readonly username?: string;
}

export interface HostChange {
  /** The key of `configs`. */
  readonly host: string;
  readonly action: "added" | "replaced" | "unchanged";
  readonly old: HeldCredential | undefined;
  readonly new: HeldCredential;
}

export type Conversion =
  | {
      readonly ok: true;
      /** Edits of `existing`. They hold the secret. */
      readonly edits: readonly TextEdit[];
      /** The whole new text. It holds the secret. */
      readonly text: string;
      readonly changes: readonly HostChange[];
      readonly preview: readonly PreviewLine[];
    }
  | { readonly ok: false; readonly problem: Phrase };

/**
 * Makes credentials those of registries in a new or an existing registries.yaml. Every byte of the existing text that
 * is not part of a replaced credential stays.
 *
 * @returns edits and a summary, or one sentence on why the text can't be merged into
 */
export function convert(request: ConvertRequest): Conversion {
  const existing = request.existing ?? "";
  const entries = writtenEntries(request);
  if ("problem" in entries) return { ok: false, problem: entries.problem };
  const doc = parseYaml(existing);
  const obstacle = mergeObstacle(doc);
  if (obstacle !== undefined) return { ok: false, problem: obstacle };

  const changes = entries.map((entry) => hostChange(doc, entry));
  const edits = withLineEnd(operationEdits(doc, operations(doc, entries, request.mirrors)), request);
  const text = applyEdits(existing, edits);
  if (!isWritten(text, entries)) return { ok: false, problem: unmergeable };
  return { ok: true, edits, text, changes, preview: previewEdits(existing, edits) };
}

/** One entry of `configs` as it will be, and the key of `mirrors` that goes with it. */
interface WrittenEntry {
  readonly host: string;
  readonly registry: string;
  readonly auth: RegistryAuth;
  readonly held: HeldCredential;
}

function writtenEntries(request: ConvertRequest): readonly WrittenEntry[] | { readonly problem: Phrase } {
  const entries: WrittenEntry[] = [];
  for (const { credential, hosts } of request.assignments) {
    const auth = authFor(credential, request.keyForm ?? "json");
    const { keyId } = credential.description;
    const held = keyId !== undefined ? { keyId } : "username" in auth ? { username: auth.username } : {};
    for (const registry of new Set(hosts)) {
      const problem = hostProblem(registry);
      if (problem !== undefined) return { problem: phrase("{0}: {1}", registry, problem) };
      for (const host of configsHosts(registry, request.target)) {
        if (entries.some((entry) => entry.host === host))
          return { problem: phrase("{0} is chosen for two credentials, but it can have only one.", registry) };
        entries.push({ host, registry: isDockerHub(host) ? "docker.io" : registry, auth, held });
      }
    }
  }
  return entries.length > 0 ? entries : { problem: phrase("Choose at least one registry host.") };
}

function authFor({ kind, auth }: Credential, form: KeyForm): RegistryAuth {
  if (kind !== "google-key" || form === "json" || !("username" in auth)) return auth;
  return { username: keyUsernames.base64, password: encodeBase64(Uint8Array.from(utf8Bytes(auth.password))) };
}

/**
 * The keys of `configs` under which the credential of a registry is looked for. Docker Hub answers as
 * `registry-1.docker.io`; RKE2 looks for `docker.io` when it pulls its own runtime image (reference §4.2).
 */
function configsHosts(registry: string, target: Target | undefined): readonly string[] {
  if (!isDockerHub(registry)) return [registry];
  return target?.product === "rke2" ? [dockerHubHost, "docker.io"] : [dockerHubHost];
}

function isDockerHub(host: string): boolean {
  return host === "docker.io" || host === dockerHubHost || host === "index.docker.io";
}

/**
 * The hosts of a registries.yaml that a Google key is for: Google's own with a credential, and any other that has a
 * key already. Credentials of other registries are not among them, so that no converter replaces one unasked.
 */
export function googleCredentialHosts(text: string): readonly string[] {
  return registriesFile(parseYaml(text))
    .configs.filter(({ auth }) => auth.value.kind === "map")
    .filter(({ host, auth }) => isGoogleHost(host) || textOf(auth.username) === jsonKeyUsername)
    .map(({ host }) => host);
}

function operations(doc: YamlDocument, entries: readonly WrittenEntry[], withMirrors: boolean): readonly Operation[] {
  const result: Operation[] = [];
  const mirrors = withMirrors ? [...new Set(entries.map(({ registry }) => registry))] : [];
  for (const registry of mirrors)
    if (lacksEndpoint(doc, registry))
      result.push({ set: ["mirrors", registry, "endpoint"], value: [defaultEndpoint(registry)] });
  for (const { host, auth } of entries) {
    const at = ["configs", host, "auth"];
    const wanted = authFields(auth);
    const changed = Object.entries(wanted).filter(([field, value]) => textAt(doc, [...at, field]) !== plain(value));
    if (changed.length > 0) result.push({ set: at, value: Object.fromEntries(changed) as NewMap });
    for (const field of credentialFields)
      if (!(field in wanted) && doc.value([...at, field]).kind !== "missing") result.push({ remove: [...at, field] });
  }
  return result;
}

/** All that make a credential; what is left of another one could win over the new one (reference §6.1). */
const credentialFields = ["username", "password", "auth", "identity_token"];

function authFields(auth: RegistryAuth): NewMap {
  if ("identityToken" in auth) return { identity_token: { quoted: auth.identityToken } };
  return { username: auth.username, password: { quoted: auth.password } };
}

function plain(value: NewValue): string {
  return typeof value === "string" ? value : String((value as { readonly quoted: string }).quoted);
}

function textAt(doc: YamlDocument, path: readonly string[]): string | undefined {
  const value = doc.value(path);
  // A key may have braces in it that look like a template.
  return "text" in value ? value.text : undefined;
}

function lacksEndpoint(doc: YamlDocument, host: string): boolean {
  const endpoint = doc.value(["mirrors", host, "endpoint"]);
  return endpoint.kind === "missing" || endpoint.kind === "null" || (endpoint.kind === "list" && endpoint.size === 0);
}

function hostChange(doc: YamlDocument, { host, auth, held }: WrittenEntry): HostChange {
  const old = heldCredential(doc, host);
  if (!old) return { host, action: "added", old, new: held };
  const at = ["configs", host, "auth"];
  const wanted = authFields(auth);
  const same = credentialFields.every((field) => {
    const value = wanted[field];
    return textAt(doc, [...at, field]) === (value === undefined ? undefined : plain(value));
  });
  return { host, action: same ? "unchanged" : "replaced", old, new: held };
}

/** The credential that a host has now, by what is no secret; `undefined` when it has none. */
function heldCredential(doc: YamlDocument, host: string): HeldCredential | undefined {
  const at = ["configs", host, "auth"];
  const fields = credentialFields.filter((field) => !["missing", "null"].includes(doc.value([...at, field]).kind));
  if (fields.length === 0) return undefined;
  const auth = registriesFile(doc).configs.find((config) => config.host === host)?.auth;
  const written = auth && credentialOf(doc, auth);
  const keyId = written?.password === undefined ? undefined : keyIdOf(written.password);
  if (keyId !== undefined) return { keyId };
  const username = written?.username;
  return username !== undefined && username.length <= 128 && !/[{}"\n]/.test(username) ? { username } : {};
}

/** Why nothing can be merged into a text without guessing. */
function mergeObstacle(doc: YamlDocument): Phrase | undefined {
  const [problem] = doc.problems;
  if (problem && !doc.onlyCredentials) {
    const { line, column } = placesIn(doc.text)(problem.span.start);
    return phrase(
      "This registries.yaml can't be read yet (line {0}, column {1}): {2}. Mend that first; nothing was changed.",
      line,
      column,
      problem.fault,
    );
  }
  if (problem)
    return phrase(
      "A password in this registries.yaml is not quoted, so the file can't be read. Apply its quick fix first; nothing was changed.",
    );
  if (doc.rendersLater)
    return phrase(
      "This registries.yaml is a template: what it will be is not known yet. Convert into a new file and copy the entries over.",
    );
  const root = doc.value([]);
  if (root.kind !== "map" && root.kind !== "null" && root.kind !== "missing")
    return phrase(
      "This file is not a registries.yaml: mirrors and configs have to stand at its root. Choose another file.",
    );
  if (root.kind === "null" && /^---[ \t]*\r?\n[\s\S]*^---/m.test(doc.text))
    return phrase(
      "This file starts with an empty document, and k3s reads only the first one. Remove the extra --- line first.",
    );
  for (const section of ["mirrors", "configs"]) {
    const { kind } = doc.value([section]);
    if (kind === "list" || kind === "scalar")
      return phrase(
        "The {0} section of this registries.yaml is not a map of registries. Mend that first; nothing was changed.",
        section,
      );
  }
  return undefined;
}

const unmergeable = phrase(
  "The credential can't be merged into this registries.yaml without changing other parts of it. Convert into a new file instead; nothing was changed.",
);

/** Reads the result back: an edit that lost a credential is refused, not written. */
function isWritten(text: string, entries: readonly WrittenEntry[]): boolean {
  const doc = parseYaml(text);
  return (
    doc.problems.length === 0 &&
    entries.every(({ host, auth }) =>
      Object.entries(authFields(auth)).every(
        ([field, value]) => textAt(doc, ["configs", host, "auth", field]) === plain(value),
      ),
    )
  );
}

function withLineEnd(edits: readonly TextEdit[], request: ConvertRequest): readonly TextEdit[] {
  if (request.eol !== "\r\n" || /\n/.test(request.existing ?? "")) return edits;
  return edits.map((edit) => ({
    ...edit,
    text: edit.text.replace(/\r?\n/g, "\r\n"),
  }));
}
