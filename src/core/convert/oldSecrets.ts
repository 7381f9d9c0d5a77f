import { commentSecrets } from "../display/lineSecrets.ts";
import { isSecretKey } from "../display/secretKey.ts";
import { type AuthFields, type HostConfig, type RegistriesFile, textOf } from "../file/file.ts";
import { effectOf, readsLess } from "../file/fileEffect.ts";
import { applyEdits, difference, type TextEdit } from "../text/span.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import { type Operation, operationEdits } from "../yaml/edit.ts";
import { isEmpty } from "../yaml/node.ts";
import { textAt } from "./entryOperations.ts";
import { pairsWithin, removing, unaliased } from "./ownPairs.ts";

/** Edits of a file, and the file that they make. */
export interface Edited {
  readonly edits: readonly TextEdit[];
  readonly after: RegistriesFile;
}

/** A file before a credential is replaced, and the registries of which it is. */
interface Replaced {
  readonly before: YamlDocument;
  /** Their entries before, by their key in `configs`. */
  readonly entries: ReadonlyMap<string, HostConfig>;
}

/**
 * Edits that leave nothing of the old credentials in the entries of some registries: the first of two passwords, an
 * entry that is there twice, what is behind a password in a comment, or after a comma in flow style. What k3s uses
 * elsewhere through an anchor stays.
 *
 * @param edits those that put the new credentials in
 * @param after the file that those make, where it is known
 * @returns the same edits where nothing is left
 */
export function withoutOldSecrets(
  before: RegistriesFile,
  edits: readonly TextEdit[],
  hosts: Iterable<string>,
  after = before.reopen(applyEdits(before.doc.text, edits)),
): Edited {
  const wanted = new Set(hosts);
  const entries = new Map(
    before.configs.flatMap((config) => (wanted.has(config.host) ? [[config.host, config] as const] : [])),
  );
  const replaced = { before: before.doc, entries };
  let file = after;
  for (const rest of [earlierEntries, earlierFields, otherFields, flowRests, remarks, comments]) {
    const { doc, configs } = file;
    if (doc.problems.length > 0 || doc.rendersLater) break;
    const operations = configs.flatMap((config) => (entries.has(config.host) ? rest(doc, config, replaced) : []));
    file = unlessHarmful(file, operations);
  }
  if (file.doc.text === after.doc.text) return { edits, after };
  return { edits: difference(before.doc.text, file.doc.text), after: file };
}

/** A file after operations; the same where k3s would not read it as before, so that an old secret stays. */
function unlessHarmful(file: RegistriesFile, operations: readonly Operation[]): RegistriesFile {
  if (operations.length === 0) return file;
  // What several registries share comes up for each of them.
  const edits = new Map(operationEdits(file.doc, operations).map((edit) => [JSON.stringify(edit), edit]));
  const next = file.reopen(applyEdits(file.doc.text, [...edits.values()]));
  return readsSame(file, next) ? next : file;
}

function readsSame(before: RegistriesFile, after: RegistriesFile): boolean {
  if (before.reading.ok)
    return after.reading.ok && JSON.stringify(before.reading.registry) === JSON.stringify(after.reading.registry);
  // A value of a wrong type elsewhere keeps k3s from the whole file: what is written for each registry is compared.
  const written = ({ configs }: RegistriesFile) =>
    JSON.stringify(configs.map(({ host, auth }) => [host, textsOf(auth)]));
  return !readsLess(effectOf(before.reading), effectOf(after.reading)) && written(before) === written(after);
}

/** The key of a registry that is there twice: k3s keeps the last. */
function earlierEntries(doc: YamlDocument, { path }: HostConfig): readonly Operation[] {
  return earlierRemovals(doc, path, "{}");
}

/** A field that is there twice, in one map or in two that k3s reads into one. */
function earlierFields(doc: YamlDocument, { auth }: HostConfig): readonly Operation[] {
  return doc.entries(auth.path).flatMap(({ key, path }) => (isSecretKey(key) ? earlierRemovals(doc, path, "''") : []));
}

/**
 * Takes out all but the last of a repeated key, without those that an anchor gives and another registry can use.
 *
 * @param empty what is written in the place of one in another map than the last
 */
function earlierRemovals(doc: YamlDocument, path: Path, empty: string): readonly Operation[] {
  const occurrences = doc.occurrences(path);
  const last = occurrences.at(-1);
  const earlier = [...new Set(occurrences)].filter((pair) => pair !== last);
  return earlier.length === 0 ? [] : removing(doc, path, unaliased(doc, path, earlier), empty);
}

/** Keys of a credential that k3s does not read in their place; `identitytoken` is k3d's. */
function otherFields(
  doc: YamlDocument,
  { path: host, unknown, auth }: HostConfig,
  { before }: Replaced,
): readonly Operation[] {
  const entry = doc.node(host)?.node;
  if (entry?.kind !== "map") return [];
  return [...unknown, ...auth.unknown]
    .filter(
      ({ key, path }) =>
        (isSecretKey(key) || key === "auths") &&
        key !== "identitytoken" &&
        doc.node(path)?.pair !== undefined &&
        key !== auth.path.at(-1) &&
        // What another text has taken the place of is the new secret, under a misspelt key.
        textAt(doc, path) === textAt(before, path),
    )
    .flatMap(({ path }) => removing(doc, path, unaliased(doc, path, pairsWithin(doc, path, entry)), "''"));
}

/** What follows a password with a comma in flow style: keys without a colon. */
function flowRests(doc: YamlDocument, { auth }: HostConfig): readonly Operation[] {
  const map = doc.node(auth.path)?.node;
  if (map?.kind !== "map" || !map.flow) return [];
  return map.pairs.flatMap(({ key, colonEnd, value }) =>
    key.kind === "scalar" && colonEnd === key.end && isEmpty(value) ? [{ remove: [...auth.path, key.value] }] : [],
  );
}

/** What was behind an unquoted secret, which may be its end: `password: a #b`. */
function remarks(doc: YamlDocument, config: HostConfig, { before, entries }: Replaced): readonly Operation[] {
  const old = entries.get(config.host);
  if (!old) return [];
  const fields = ["password", "auth", "identity_token"].map((field) => ["auth", field]);
  return [[], ["auth"], ...fields].flatMap((rest): readonly Operation[] => {
    const path = [...config.path, ...rest];
    const pair = doc.node(path)?.pair;
    if (!pair || !isCutShort(before, [...old.path, ...rest])) return [];
    const gap = /[ \t]+#[^\r\n]*/y;
    gap.lastIndex = pair.value.kind === "scalar" ? Math.max(pair.colonEnd, pair.value.end) : pair.colonEnd;
    const found = gap.exec(doc.text)?.[0];
    return found === undefined
      ? []
      : [{ write: { start: gap.lastIndex - found.length, end: gap.lastIndex }, text: "" }];
  });
}

/** Whether a comment after a value may be a part of it: the value is not quoted, or all of it is a comment. */
function isCutShort(doc: YamlDocument, path: Path): boolean {
  const pair = doc.node(path)?.pair;
  if (pair?.value.kind !== "scalar") return false;
  if (!isEmpty(pair.value)) return pair.value.style === "plain";
  return /^[ \t]+#[^\s#]/.test(doc.text.slice(pair.colonEnd, pair.colonEnd + 100));
}

/** The old secret in a line of the entry that is commented out. */
function comments(doc: YamlDocument, config: HostConfig, { entries }: Replaced): readonly Operation[] {
  const old = entries.get(config.host);
  const secrets = (auth: AuthFields | undefined) =>
    auth
      ? textsOf(auth)
          .slice(1)
          .filter((text) => text !== undefined)
      : [];
  const now = secrets(config.auth);
  const gone = secrets(old?.auth).filter((text) => text.length >= 6 && !now.includes(text));
  if (gone.length === 0) return [];
  const { start } = doc.span(config.path, "key");
  const { end } = doc.span(config.path);
  return commentSecrets(doc.text.slice(start, end)).flatMap((span): readonly Operation[] => {
    const place = { start: start + span.start, end: start + span.end };
    const written = doc.text.slice(place.start, place.end);
    return gone.some((text) => written.includes(text)) ? [{ write: place, text: "" }] : [];
  });
}

function textsOf({ username, password, encoded, identityToken }: AuthFields): readonly (string | undefined)[] {
  return [username, password, encoded, identityToken].map(textOf);
}
