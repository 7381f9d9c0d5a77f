import type { Span } from "../text/span.ts";
import { type OtherMap, type OtherNode, type OtherPair, pairOf, stringOf } from "../yaml/otherYaml.ts";
import type { Placeholders } from "./placeholders.ts";
import type { SchemaFault } from "./schemaFault.ts";
import {
  copied,
  copiedScalar,
  generated,
  type TranslatedEntry,
  type TranslatedMap,
  type Translation,
  translatedLayer,
} from "./translatedLayer.ts";
import { spanOf } from "./writtenFile.ts";

/** How a tool names the settings of a host, of which it makes an entry of `configs`. */
export interface HostForm {
  /** The key that names the Secret of the credential. */
  readonly auth: string;
  /** Keys of certificates, nested ones with dots, and the keys of `tls` that the tool writes for each. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  /** The key that switches the check of certificates off, with dots where it is nested. */
  readonly insecure: string;
  /** What is written instead of a key that the tool does not know. */
  readonly instead: (key: string) => string;
  /** Finds what is wrong with the hosts as a whole. */
  readonly faultsOf?: (hosts: OtherMap) => readonly SchemaFault[];
  /** Finds what is wrong with the settings of a host besides keys that the tool does not know. */
  readonly faultsOfHost?: (settings: OtherMap, text: string) => readonly SchemaFault[];
}

/**
 * The registries.yaml that a tool makes of settings with its own keys: mirrors as they are, credentials and certificates from
 * Secrets.
 *
 * @param text the text in which the spans of the settings are
 */
export function translateCluster(
  settings: OtherNode,
  text: string,
  placeholders: Placeholders,
  form: HostForm,
): Translation | undefined {
  if (settings.kind !== "map") return undefined;
  const replaced = (name: string): string => placeholders.for(name, "reference") ?? name;
  const faults: SchemaFault[] = [];
  const entries: TranslatedEntry[] = [];
  for (const { key, value } of settings.pairs) {
    if (key.kind !== "scalar" || value?.kind !== "map") continue;
    if (key.value === "mirrors") entries.push({ key: copiedScalar(text, key), value: copied(text, value, replaced) });
    if (key.value !== "configs") continue;
    const hosts = value.pairs.flatMap((pair) => host(pair, text, replaced, form, faults) ?? []);
    entries.push({ key: copiedScalar(text, key), value: { kind: "map", at: spanOf(value), entries: hosts } });
    faults.push(...(form.faultsOf?.(value) ?? []));
  }
  if (entries.length === 0) return undefined;
  const lineStart = text.lastIndexOf("\n", settings.start - 1) + 1;
  const start = text.slice(lineStart, settings.start).trim() === "" ? lineStart : settings.start;
  const root: TranslatedMap = { kind: "map", at: spanOf(settings), entries };
  return { layer: translatedLayer(root, { start, end: settings.end }, text), faults };
}

function host(
  { key, value }: OtherPair,
  text: string,
  replaced: (name: string) => string,
  form: HostForm,
  faults: SchemaFault[],
): TranslatedEntry | undefined {
  if (key.kind !== "scalar") return undefined;
  if (value?.kind !== "map") return { key: copiedScalar(text, key), value: value && copied(text, value, replaced) };
  const tls: TranslatedEntry[] = [];
  const auth: TranslatedEntry[] = [];
  for (const pair of value.pairs) {
    const name = stringOf(pair.key) ?? "";
    if (name === form.auth) auth.push(...credentialOf(pair.key, replaced));
    else if (!addTls(tls, pair, [name], replaced, form)) {
      const { start, end } = pair.key;
      faults.push({ kind: "unknown field", field: name, section: "configs", instead: form.instead(name), start, end });
    }
  }
  faults.push(...(form.faultsOfHost?.(value, text) ?? []));
  const at = spanOf(value);
  return { key: copiedScalar(text, key), value: { kind: "map", at, entries: sectionsOf({ auth, tls }, key, at) } };
}

/** The credential of a Secret that is named at a place. */
export function credentialOf(at: Span, replaced: (name: string) => string): readonly TranslatedEntry[] {
  return ["username", "password"].map((field) => ({
    key: generated(field, at),
    value: generated(replaced(`${field} of the Secret`), at),
  }));
}

/** The sections of a host in which there is something. */
export function sectionsOf(
  sections: Readonly<Record<string, readonly TranslatedEntry[]>>,
  key: Span,
  at: Span,
): readonly TranslatedEntry[] {
  return Object.entries(sections).flatMap(([name, entries]) =>
    entries.length === 0 ? [] : [{ key: generated(name, key), value: { kind: "map", at, entries } }],
  );
}

/** Adds what a key of TLS comes to; returns whether the tool knows the key. */
function addTls(
  tls: TranslatedEntry[],
  { key, value }: OtherPair,
  path: readonly string[],
  replaced: (name: string) => string,
  form: HostForm,
): boolean {
  const name = path.join(".");
  const files = form.files[name];
  if (files !== undefined) {
    for (const file of files) tls.push({ key: generated(file, key), value: generated(`/${replaced(file)}`, key) });
    return true;
  }
  if (name === form.insecure) {
    const isTrue = stringOf(value) === "true";
    tls.push({ key: generated("insecure_skip_verify", key), value: generated(String(isTrue), value ?? key, true) });
    return true;
  }
  const below = [...Object.keys(form.files), form.insecure].some((known) => known.startsWith(`${name}.`));
  if (below && value?.kind === "map")
    for (const pair of value.pairs) addTls(tls, pair, [...path, stringOf(pair.key) ?? ""], replaced, form);
  return below;
}

/** The map under a path of keys. */
export function mapAt(node: OtherNode | undefined, ...path: readonly string[]): OtherMap | undefined {
  const [key, ...more] = path;
  if (key === undefined) return node?.kind === "map" ? node : undefined;
  return mapAt(pairOf(node, key)?.value, ...more);
}
