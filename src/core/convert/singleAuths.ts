import type { RegistriesFile } from "../file/file.ts";
import { applyEdits } from "../text/span.ts";
import type { Path } from "../yaml/document.ts";
import { type NewMap, type Operation, operationEdits } from "../yaml/edit.ts";
import { isMergeKey, isOwnPair } from "../yaml/node.ts";
import { textAt, tlsOf } from "./entryOperations.ts";
import { pairsWithin } from "./ownPairs.ts";

/**
 * Leaves the last `auth` alone of those that k3s reads into one: of a key that is repeated, or beside a merge (`<<`). A
 * new credential in it is then not mixed with what is left of the others.
 *
 * @param hosts whose credential is replaced, so that nothing of their old ones needs to stay
 * @returns the same file where each has one, or where the others are in use elsewhere, through an anchor
 */
export function withSingleAuths(file: RegistriesFile, hosts: readonly string[]): RegistriesFile {
  const single = after(
    file,
    hosts.flatMap((host) => otherAuths(file, host)),
  );
  if (single === file) return file;
  if (single.doc.problems.length > 0) return file;
  return after(
    single,
    hosts.flatMap((host) => lostTls(file, single, host)),
  );
}

function after(file: RegistriesFile, operations: readonly Operation[]): RegistriesFile {
  if (operations.length === 0) return file;
  return file.reopen(applyEdits(file.doc.text, operationEdits(file.doc, operations)));
}

function otherAuths({ doc }: RegistriesFile, host: string): readonly Operation[] {
  const path: Path = ["configs", host];
  const at = [...path, "auth"];
  const entry = doc.node(path)?.node;
  if (entry?.kind !== "map") return [];
  const own = pairsWithin(doc, at, entry).filter((pair) => isOwnPair(entry, pair));
  if (own.length === 0) return [];
  const merged = doc.occurrences(at).some((pair) => !own.includes(pair));
  return [
    ...(merged && entry.pairs.some(({ key }) => isMergeKey(key)) ? [{ remove: [...path, "<<"] }] : []),
    ...own.slice(0, -1).map((pair) => ({ remove: at, pair })),
  ];
}

/** Writes out what a merge gave a host for TLS. */
function lostTls(before: RegistriesFile, { doc }: RegistriesFile, host: string): readonly Operation[] {
  const config = before.configOf(host);
  const tls = config?.path[0] === "configs" ? tlsOf(config).tls : undefined;
  const path = ["configs", host, "tls"];
  const lost = Object.entries(tls ?? {}).filter(
    ([field]) => textAt(doc, [...path, field]) !== textAt(before.doc, [...path, field]),
  );
  return lost.length > 0 ? [{ set: path, value: Object.fromEntries(lost) as NewMap }] : [];
}
