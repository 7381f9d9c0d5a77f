import type { KeyForm } from "../credentials/googleCredential.ts";
import { jsonKeyUsername } from "../credentials/googleServiceAccountKey.ts";
import { type RegistriesFile, textOf } from "../file/file.ts";
import { openRegistries } from "../file/openRegistries.ts";
import type { Target } from "../file/release.ts";
import { defaultEndpoint } from "../hosts/endpoint.ts";
import { hostProblem, isGoogleHost } from "../hosts/registryHost.ts";
import { type Result, refuse } from "../text/result.ts";
import { applyEdits, difference, doOverlap, type TextEdit } from "../text/span.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import { type Operation, operationEdits } from "../yaml/edit.ts";
import { type PreviewLine, previewChange } from "./changePreview.ts";
import { type HostChange, heldCredential } from "./changes.ts";
import { entryOperations, isUnchanged } from "./entryOperations.ts";
import { type Assignment, type HostEntry, hostEntries } from "./hostEntries.ts";
import { mergeBlocker } from "./mergeBlocker.ts";
import { type Edited, withoutOldSecrets } from "./oldSecrets.ts";
import { withSingleAuths } from "./singleAuths.ts";
import { authReading, verifyEdit } from "./verifyEdit.ts";

export type { HeldCredential, HostChange } from "./changes.ts";
export type { Assignment } from "./hostEntries.ts";

export interface ConvertRequest {
  readonly assignments: readonly Assignment[];
  /** Whether to write `mirrors.<host>.endpoint` as well. */
  readonly mirrors: boolean;
  /** How a Google key is written; as JSON, unless said. */
  readonly keyForm?: KeyForm;
  /** What will read the file: it decides under which names Docker Hub's credential is looked for. */
  readonly target?: Target;
  /** The registries.yaml to merge into; absent for a new one. */
  readonly existing?: RegistriesFile;
  /** Line end of a new file; an existing one keeps its own. */
  readonly eol?: "\n" | "\r\n";
}

export type Conversion = Result<{
  /** Edits of `existing`. They hold the secret. */
  readonly edits: readonly TextEdit[];
  /** The whole new text. It contains the secret. */
  readonly text: string;
  readonly changes: readonly HostChange[];
  readonly preview: readonly PreviewLine[];
}>;

/**
 * Makes credentials those of registries in a new or an existing registries.yaml. Every byte of the existing text that
 * is not part of a replaced credential stays, and so does what k3s reads of all other registries.
 *
 * @returns edits and a summary, or one sentence on why the text can't be merged into
 */
export function convert(request: ConvertRequest): Conversion {
  const before = request.existing ?? openRegistries("");
  const merged = mergeCredentials(before, request);
  if (!merged.ok) return merged;
  const { edits, after, changes } = merged;
  return {
    ok: true,
    edits,
    text: after.doc.text,
    changes,
    get preview() {
      return previewChange(before.doc, after.doc);
    },
  };
}

/** What a conversion makes of a file, without a preview. */
export type Merge = Result<Edited & { readonly changes: readonly HostChange[] }>;

/** The same as `convert` into a file, without a preview. */
export function mergeCredentials(file: RegistriesFile, request: Omit<ConvertRequest, "existing">): Merge {
  const { doc } = file;
  const made = hostEntries(file, request.assignments, request);
  if (!made.ok) return made;
  const { entries } = made;
  const obstacle = mergeBlocker(doc);
  if (obstacle !== undefined) return refuse(obstacle);

  const hosts = entries.map(({ host }) => host);
  const single = withSingleAuths(file, hosts);
  const entryEdits = entries.map((entry) => ({ entry, operations: entryOperations(single, entry, entries) }));
  const changes = entryEdits.map(({ entry, operations }): HostChange => {
    const old = heldCredential(file, entry.host);
    const same = single === file && operations.length === 0 && isUnchanged(doc, entry);
    return { host: entry.host, action: !old ? "added" : same ? "unchanged" : "replaced", old, new: entry.held };
  });
  const mirrors = request.mirrors ? registriesWithoutEndpoint(doc, entries) : [];
  const operations: readonly Operation[] = [
    ...mirrors.map((registry) => ({
      set: ["mirrors", registry, "endpoint"],
      value: [defaultEndpoint(registry)],
    })),
    ...entryEdits.flatMap(({ operations }) => operations),
  ];
  const written = withLineEnd(doc, operationEdits(single.doc, operations), request.eol);
  if (doOverlap(written)) return refuse(unmergeable(doc, entries));
  const all = single === file ? written : difference(doc.text, applyEdits(single.doc.text, written));
  const { edits, after } = withoutOldSecrets(file, all, hosts);
  const wanted = new Map(entries.map(({ host, fields }) => [host, authReading(fields, file.reader)]));
  if (!verifyEdit(file, after, wanted, new Set(mirrors))) return refuse(unmergeable(doc, entries));
  return { ok: true, edits, after, changes };
}

/**
 * The hosts of a registries.yaml that a Google key is for: Google's own with a credential, and any other that has a
 * key already. Credentials of other registries are not among them, so that no converter replaces one unasked.
 */
export function googleCredentialHosts({ configs }: RegistriesFile): readonly string[] {
  return configs
    .filter(({ auth }) => auth.value.kind === "map")
    .filter(
      ({ host, auth }) =>
        isGoogleHost(host) || (hostProblem(host) === undefined && textOf(auth.username) === jsonKeyUsername),
    )
    .map(({ host }) => host);
}

function registriesWithoutEndpoint(doc: YamlDocument, entries: readonly HostEntry[]): readonly string[] {
  const registries = new Set(entries.map(({ registry }) => registry));
  return [...registries].filter((registry) => {
    const endpoint = doc.value(["mirrors", registry, "endpoint"]);
    return endpoint.kind === "missing" || endpoint.kind === "null" || (endpoint.kind === "list" && endpoint.size === 0);
  });
}

function unmergeable(doc: YamlDocument, entries: readonly HostEntry[]): string {
  const shared = entries.find(({ host }) =>
    [[], ["auth"], ["auth", "username"], ["auth", "password"]].some((rest) =>
      isShared(doc, ["configs", host, ...rest]),
    ),
  );
  if (shared)
    return `Other registries share the credential of ${shared.host} through an anchor (&). Nothing was changed: select those as well, or give each its own copy first.`;
  return "The credential can't be merged into this registries.yaml without changing other parts of it. Nothing was changed: convert into a new file instead.";
}

/** Whether an alias stands for a value at a path, of all that are there when its key is repeated. */
function isShared({ document, occurrences }: YamlDocument, path: Path): boolean {
  return occurrences(path).some(({ value }) => document.aliases.some(({ target }) => target === value));
}

function withLineEnd(
  { text }: YamlDocument,
  edits: readonly TextEdit[],
  eol: ConvertRequest["eol"],
): readonly TextEdit[] {
  if (eol !== "\r\n" || text.includes("\n")) return edits;
  return edits.map((edit) => ({
    ...edit,
    text: edit.text.replace(/\r?\n/g, "\r\n"),
  }));
}
