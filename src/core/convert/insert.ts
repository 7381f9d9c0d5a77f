import { alternatives } from "../credentials/alternatives.ts";
import type { Credential, CredentialDescription } from "../credentials/credential.ts";
import type { RegistriesFile } from "../file/file.ts";
import type { Target } from "../file/release.ts";
import { hostProblem, isGoogleHost } from "../hosts/registryHost.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { mergeCredentials } from "./convert.ts";
import { credentialHosts } from "./extract.ts";
import { passwordInsertion } from "./passwordInsertion.ts";

/** A way to put a pasted or dropped credential into a registries.yaml. */
export interface Insertion {
  /** `password`: in the place of the password where the cursor is; `entry`: as whole entries, wherever they fit. */
  readonly kind: "password" | "entry";
  /** The keys of `configs` that get the credential; empty when the text around the password can't be read yet. */
  readonly hosts: readonly string[];
  /** Edits of the text as it is before the paste. They hold the secret. */
  readonly edits: readonly TextEdit[];
  /** Whether it is what the place asks for, so that it can stand before a plain paste. */
  readonly preferred: boolean;
  /** The credentials that it puts in, by what may be shown of them. */
  readonly credentials: readonly CredentialDescription[];
}

export interface InsertOptions {
  /** For a credential that names no registry, in a file that does not tell either. */
  readonly suggestedHosts: readonly string[];
  /** Whether entries get `mirrors.<host>.endpoint` as well. */
  readonly mirrors: boolean;
  readonly target?: Target;
}

/**
 * The ways to put credentials into a registries.yaml at a place, the best first.
 *
 * @param file readable or half typed
 * @param at the selection: at the place of a password it is replaced, otherwise it stays
 * @param credentials as they were read from what is pasted or dropped; of those that exclude one another each is offered
 */
export function insertions(
  file: RegistriesFile,
  at: Span,
  credentials: readonly Credential[],
  options: InsertOptions,
): readonly Insertion[] {
  const choices = alternatives(credentials).some((group) => group.length > 1)
    ? credentials.map((one) => [one])
    : credentials.length > 0
      ? [credentials]
      : [];
  const passwords = credentials.flatMap((credential) => passwordInsertion(file, at, credential) ?? []);
  // A file of many registries, pasted at the password of one of them, means that one.
  const meant = passwords.filter(({ hosts, credential }) => credential.hosts.some((host) => hosts.includes(host)));
  return [
    ...(meant.length > 0 ? meant : passwords).map(({ hosts, edits, credential }, index) => ({
      kind: "password" as const,
      hosts,
      edits,
      preferred: index === 0,
      credentials: [credential.description],
    })),
    ...choices.flatMap((choice) => entryInsertion(file, choice, options) ?? []),
  ];
}

function entryInsertion(
  file: RegistriesFile,
  credentials: readonly Credential[],
  { suggestedHosts, mirrors, target }: InsertOptions,
): Insertion | undefined {
  const assignments = credentials
    .map((credential) => ({ credential, hosts: hostsFor(file, credential, suggestedHosts) }))
    .filter(({ hosts }) => hosts.length > 0);
  if (assignments.length === 0) return undefined;
  const merged = mergeCredentials(file, { assignments, mirrors, ...(target ? { target } : {}) });
  if (!merged.ok || merged.edits.length === 0) return undefined;
  return {
    kind: "entry",
    hosts: merged.changes.map(({ host }) => host),
    edits: merged.edits,
    preferred: false,
    credentials: assignments.map(({ credential }) => credential.description),
  };
}

function hostsFor(file: RegistriesFile, { kind, hosts }: Credential, suggested: readonly string[]): readonly string[] {
  if (hosts.length > 0) return hosts;
  const waiting = kind === "google-key" ? googleHostsWithoutCredential(file) : [];
  return waiting.length > 0 ? waiting : suggested;
}

/** Google's registries that a file speaks of without a credential for them. */
function googleHostsWithoutCredential(file: RegistriesFile): readonly string[] {
  const { configs, mirrors } = file;
  const done = new Set(credentialHosts(file));
  const named = [...mirrors.map(({ registry }) => registry), ...configs.map(({ host }) => host)];
  return [...new Set(named)].filter((host) => isGoogleHost(host) && !done.has(host) && hostProblem(host) === undefined);
}
