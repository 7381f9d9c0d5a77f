import { type GoogleServiceAccountKey, keyIdOf } from "../credentials/googleServiceAccountKey.ts";
import { defaultEndpoint } from "../registries/endpoint.ts";
import { registriesFile, textOf } from "../registries/file.ts";
import { hostProblem, isGoogleHost } from "../registries/hosts.ts";
import { placesIn } from "../text/lines.ts";
import { applyEdits, type TextEdit } from "../text/span.ts";
import { parseYaml, type YamlDocument } from "../yaml/document.ts";
import { mergeEdits, type NewMap } from "../yaml/edit.ts";
import { type PreviewLine, previewEdits } from "./preview.ts";

export interface ConvertRequest {
  readonly key: GoogleServiceAccountKey;
  /** Registries that the key is for, as `host[:port]`. */
  readonly hosts: readonly string[];
  /** Whether to write `mirrors.<host>.endpoint` as well. */
  readonly mirrors: boolean;
  /** The registries.yaml to merge into; empty or absent for a new one. */
  readonly existing?: string;
  /** Line end of a new file; an existing one keeps its own. */
  readonly eol?: "\n" | "\r\n";
}

export interface HostChange {
  readonly host: string;
  readonly action: "added" | "replaced" | "unchanged";
  /** Id of the key that is replaced, when the old credential is a key. */
  readonly oldKeyId?: string;
  readonly newKeyId: string;
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
  | { readonly ok: false; readonly problem: string };

/** The username with which Google takes a key JSON as the password (reference §6.2). */
export const jsonKeyUsername = "_json_key";

/**
 * Makes a key the credential of registries in a new or an existing registries.yaml. Every byte of the existing text
 * that is not part of a replaced value stays.
 *
 * @returns edits and a summary, or one sentence on why the text can't be merged into
 */
export function convert(request: ConvertRequest): Conversion {
  const { key, mirrors } = request;
  const hosts = [...new Set(request.hosts)];
  const existing = request.existing ?? "";
  if (hosts.length === 0) return { ok: false, problem: "Choose at least one registry host." };
  for (const host of hosts) {
    const problem = hostProblem(host);
    if (problem !== undefined) return { ok: false, problem: `${host}: ${problem}` };
  }
  const doc = parseYaml(existing);
  const obstacle = mergeObstacle(doc);
  if (obstacle !== undefined) return { ok: false, problem: obstacle };

  const changes = hosts.map((host) => hostChange(doc, host, key));
  const edits = withLineEnd(mergeEdits(doc, newEntries(doc, hosts, key, mirrors)), request);
  const text = applyEdits(existing, edits);
  const broken = verify(text, hosts, key);
  if (broken !== undefined) return { ok: false, problem: broken };
  return {
    ok: true,
    edits,
    text,
    changes,
    preview: previewEdits(existing, edits),
  };
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

function newEntries(
  doc: YamlDocument,
  hosts: readonly string[],
  key: GoogleServiceAccountKey,
  withMirrors: boolean,
): NewMap {
  const configs: Record<string, NewMap> = {};
  const mirrors: Record<string, NewMap> = {};
  for (const host of hosts) {
    const auth = ["configs", host, "auth"];
    const old = doc.value([...auth, "password"]);
    const same = "text" in old && old.text === key.json;
    const username = doc.value([...auth, "username"]);
    const named = username.kind === "scalar" && username.text === jsonKeyUsername;
    const credential = {
      ...(named ? {} : { username: jsonKeyUsername }),
      ...(same ? {} : { password: { quoted: key.json } }),
    };
    if (Object.keys(credential).length > 0) configs[host] = { auth: credential };
    if (withMirrors && lacksEndpoint(doc, host)) mirrors[host] = { endpoint: [defaultEndpoint(host)] };
  }
  return {
    ...(Object.keys(mirrors).length > 0 ? { mirrors } : {}),
    ...(Object.keys(configs).length > 0 ? { configs } : {}),
  };
}

function lacksEndpoint(doc: YamlDocument, host: string): boolean {
  const endpoint = doc.value(["mirrors", host, "endpoint"]);
  return endpoint.kind === "missing" || endpoint.kind === "null" || (endpoint.kind === "list" && endpoint.size === 0);
}

function hostChange(doc: YamlDocument, host: string, key: GoogleServiceAccountKey): HostChange {
  const auth = ["configs", host, "auth"];
  const password = doc.value([...auth, "password"]);
  const username = doc.value([...auth, "username"]);
  const newKeyId = key.keyId;
  const token = ["auth", "identity_token"].some((field) => doc.value([...auth, field]).kind === "scalar");
  if (!("text" in password) && username.kind !== "scalar" && !token) return { host, action: "added", newKeyId };
  const text = ("text" in password && password.text) || "";
  const oldKeyId = keyIdOf(text);
  if (text === key.json && username.kind === "scalar" && username.text === jsonKeyUsername)
    return { host, action: "unchanged", newKeyId };
  return {
    host,
    action: "replaced",
    newKeyId,
    ...(oldKeyId === undefined ? {} : { oldKeyId }),
  };
}

/** Why nothing can be merged into a text without guessing. */
function mergeObstacle(doc: YamlDocument): string | undefined {
  const [problem] = doc.problems;
  if (problem && !doc.onlyCredentials) {
    const { line, column } = placesIn(doc.text)(problem.span.start);
    return `This registries.yaml can't be read yet (line ${line}, column ${column}): ${problem.fault}. Mend that first; nothing was changed.`;
  }
  if (problem)
    return "A password in this registries.yaml is not quoted, so the file can't be read. Apply its quick fix first; nothing was changed.";
  if (doc.rendersLater)
    return "This registries.yaml is a template: what it will be is not known yet. Convert into a new file and copy the entries over.";
  const root = doc.value([]);
  if (root.kind !== "map" && root.kind !== "null" && root.kind !== "missing")
    return "This file is not a registries.yaml: mirrors and configs have to stand at its root. Choose another file.";
  if (root.kind === "null" && /^---[ \t]*\r?\n[\s\S]*^---/m.test(doc.text))
    return "This file starts with an empty document, and k3s reads only the first one. Remove the extra --- line first.";
  for (const section of ["mirrors", "configs"]) {
    const { kind } = doc.value([section]);
    if (kind === "list" || kind === "scalar")
      return `The ${section} section of this registries.yaml is not a map of registries. Mend that first; nothing was changed.`;
  }
  return undefined;
}

/** Reads the result back: an edit that lost a credential is refused, not written. */
function verify(text: string, hosts: readonly string[], key: GoogleServiceAccountKey): string | undefined {
  const doc = parseYaml(text);
  const lost = hosts.find((host) => {
    const password = doc.value(["configs", host, "auth", "password"]);
    return !("text" in password) || password.text !== key.json;
  });
  if (doc.problems.length === 0 && lost === undefined) return undefined;
  return "The key can't be merged into this registries.yaml without changing other parts of it. Convert into a new file instead; nothing was changed.";
}

function withLineEnd(edits: readonly TextEdit[], request: ConvertRequest): readonly TextEdit[] {
  if (request.eol !== "\r\n" || /\n/.test(request.existing ?? "")) return edits;
  return edits.map((edit) => ({
    ...edit,
    text: edit.text.replace(/\r?\n/g, "\r\n"),
  }));
}
