import type { Uri } from "vscode";
import type { Assignment } from "../../core/convert/convert.ts";
import { holds, initialHosts, sameRegistry } from "../../core/convert/selection.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import type { KeyForm } from "../../core/credentials/googleCredential.ts";
import type { Result } from "../../core/text/result.ts";

/** A credential, and what the user chose for it. */
export interface Held {
  readonly id: string;
  readonly credential: Credential;
  /** The registries that get it. */
  readonly hosts: readonly string[];
  /** Hosts that were typed for it, chosen or not. */
  readonly typed: readonly string[];
}

/** A file, or a pair that was typed, and what was found in it. */
export interface HeldSource {
  readonly id: string;
  /** The file; a typed pair has none. */
  readonly uri: Uri | undefined;
  readonly label: string;
  readonly held: readonly Held[];
  readonly left: readonly string[];
  /** Why nothing of it can be used. */
  readonly problem: string | undefined;
  /** The credentials of the last successful read, so that choices return when the file is fixed. */
  readonly before: readonly Held[];
}

/** The state of an open panel, and the only place that contains its credentials. */
export interface ConverterSession {
  readonly sources: readonly HeldSource[];
  /** The credential whose registries are shown. */
  readonly selected: string | undefined;
  /** Registries that a Google key got because the destination or the last conversion has them, and that no one has touched. */
  readonly suggested: readonly string[];
  /** Registries that were unchecked by hand, and are suggested no more. */
  readonly declined: readonly string[];
  readonly files: readonly Uri[];
  /** The URI of the file to merge into, or "" for a new one. */
  readonly destination: string;
  /** As the settings have it, until it is chosen here. */
  readonly mirrors: boolean | undefined;
  readonly keyForm: KeyForm | undefined;
  readonly busy: string | undefined;
  readonly hostProblem: string | undefined;
  readonly notice: string | undefined;
  readonly done: { readonly what: string; readonly undo: string } | undefined;
  /** The number of IDs in use. */
  readonly ids: number;
}

/** The credentials of a file, or why there are none. */
export type SourceReading = Result<{ readonly credentials: readonly Credential[]; readonly left: readonly string[] }>;

/** All credentials, in the order in which they are shown. */
export function heldCredentials({ sources }: ConverterSession): readonly Held[] {
  return sources.flatMap(({ held }) => held);
}

/** The credentials that have registries, with them. */
export function assignments(session: ConverterSession): readonly Assignment[] {
  return heldCredentials(session).filter(({ hosts }) => hosts.length > 0);
}

/** Every registry that has a credential. */
export function chosenHosts(session: ConverterSession): readonly string[] {
  return heldCredentials(session).flatMap(({ hosts }) => hosts);
}

/**
 * Adds what was read, or puts it in the place of what the same file gave before; the choices made for its credentials
 * stay.
 */
export function withSource(
  session: ConverterSession,
  { uri, label, reading }: Pick<HeldSource, "uri" | "label"> & { readonly reading: SourceReading },
): ConverterSession {
  const index = uri ? session.sources.findIndex((source) => source.uri?.toString() === uri.toString()) : -1;
  const known = session.sources[index];
  const before = known ? (known.held.length > 0 ? known.held : known.before) : [];
  let ids = session.ids;
  const newId = (): string => String(++ids);
  const others = session.sources.filter((source) => source !== known);
  const taken = others.flatMap(({ held }) => held.flatMap(({ hosts }) => hosts));
  const source = { id: known?.id ?? newId(), uri, label, before };
  const read: HeldSource = reading.ok
    ? { ...source, held: heldFrom(reading.credentials, before, taken, newId), left: reading.left, problem: undefined }
    : { ...source, held: [], left: [], problem: reading.problem };
  const sources = known ? session.sources.with(index, read) : [...session.sources, read];
  const all = sources.flatMap(({ held }) => held);
  const wanted = known ? session.selected : (read.held[0]?.id ?? session.selected);
  return { ...session, sources, ids, selected: all.some(({ id }) => id === wanted) ? wanted : all[0]?.id };
}

function heldFrom(
  credentials: readonly Credential[],
  before: readonly Held[],
  taken: readonly string[],
  newId: () => string,
): readonly Held[] {
  const left = [...before];
  const initial = initialHosts(credentials, taken);
  return credentials.map((credential, i) => {
    const only = credentials.length === 1 && left.length === 1;
    const at = only ? 0 : left.findIndex((old) => identity(old.credential) === identity(credential));
    const [old] = at < 0 ? [] : left.splice(at, 1);
    return old
      ? { ...old, credential, hosts: old.hosts.filter((host) => !holds(taken, host)) }
      : { id: newId(), credential, hosts: initial[i] ?? [], typed: [] };
  });
}

function identity({ description: { entry, account, keyId } }: Credential): string {
  return JSON.stringify([entry, account ?? keyId]);
}

/** Takes a credential away, or a whole file. */
export function without(session: ConverterSession, id: string): ConverterSession {
  const sources = session.sources
    .filter((source) => source.id !== id)
    .map((source) => ({ ...source, held: source.held.filter((held) => held.id !== id) }))
    .filter(({ held, problem }) => held.length > 0 || problem !== undefined);
  const rest = { ...session, sources };
  const selected = heldCredentials(rest).some((held) => held.id === session.selected);
  return selected ? rest : { ...rest, selected: heldCredentials(rest)[0]?.id };
}

/** Gives a registry to a credential, or takes it away; the credential that had it before loses it. */
export function withHost(session: ConverterSession, id: string, host: string, chosen: boolean): ConverterSession {
  const changed = changeHeld(session, (held) => {
    const others = held.hosts.filter((other) => !sameRegistry(other, host));
    if (held.id === id) return { ...held, hosts: chosen ? [...others, host] : others };
    return chosen ? { ...held, hosts: others } : held;
  });
  return {
    ...changed,
    suggested: session.suggested.filter((other) => other !== host),
    declined: [...session.declined.filter((other) => other !== host), ...(chosen ? [] : [host])],
  };
}

/** Adds a host that was typed for a credential, and gives it to that. */
export function withTypedHost(session: ConverterSession, id: string, host: string): ConverterSession {
  const typed = changeHeld(session, (held) =>
    held.id === id ? { ...held, typed: [...new Set([...held.typed, host])] } : held,
  );
  return withHost(typed, id, host, true);
}

/**
 * Gives registries to the first Google key, in the place of those that it got in this way before.
 *
 * @param hosts what the destination has, or the last conversion
 */
export function withSuggestions(session: ConverterSession, hosts: readonly string[]): ConverterSession {
  const kept = changeHeld(session, (held) => ({
    ...held,
    hosts: held.hosts.filter((host) => !session.suggested.includes(host)),
  }));
  const first = heldCredentials(kept).find(({ credential }) => isGoogles(credential));
  if (!first) return { ...kept, suggested: [] };
  const taken = [...chosenHosts(kept), ...session.declined];
  const suggested = hosts.filter((host) => !holds(taken, host));
  const given = changeHeld(kept, (held) =>
    held.id === first.id ? { ...held, hosts: [...suggested, ...held.hosts] } : held,
  );
  return { ...given, suggested };
}

/** True if a credential is a key for Google's own registries; other clouds have other hosts. */
export function isGoogles({ kind, description }: Credential): boolean {
  return kind === "google-key" && description.universe === undefined;
}

function changeHeld(session: ConverterSession, change: (held: Held) => Held): ConverterSession {
  return { ...session, sources: session.sources.map((source) => ({ ...source, held: source.held.map(change) })) };
}
