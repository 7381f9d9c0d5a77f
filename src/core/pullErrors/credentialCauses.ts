import { shownHost } from "../display/shown.ts";
import { needsTokenServer } from "../pull/notes.ts";
import type { PullAttempt } from "../pull/pullPlan.ts";
import { type Check, cause, registryPath } from "./planCheck.ts";
import type { PullError } from "./pullError.ts";

/** Whether by the file a registry gets no credential that it can use. */
export function lacksCredential({ credential }: PullAttempt, { kind }: PullError): boolean {
  if (credential.kind === "identity-token") return kind === "no-basic-credentials";
  return credential.kind === "anonymous" || credential.kind === "unreadable";
}

/** Why the file sets no credential for a registry, as a clause; `undefined` where it has one that is not sent. */
function lackOf({ host, credential }: PullAttempt): string | undefined {
  if (credential.kind !== "anonymous") return undefined;
  if (credential.path === undefined) return '"configs" has no entry for it';
  const [section, key, ...field] = credential.path;
  return section === "configs" && key === host && field.length === 0 ? 'its entry in "configs" has none' : undefined;
}

/** A registry was asked without a credential. */
export const missing: Check = (attempt, plan, error) => {
  const { credential } = attempt;
  const host = shownHost(attempt.host);
  if (credential.kind === "anonymous") {
    const lack = lackOf(attempt);
    const text = lack === undefined ? `${host} gets no credential.` : `${host} gets no credential: ${lack}.`;
    return cause(text, credential.path ?? registryPath(attempt, plan), lack === undefined ? [credential.reason] : []);
  }
  if (credential.kind === "unreadable") return cause(credential.reason, credential.path);
  if (credential.kind === "node" || credential.kind === "unknown") return undefined;
  if (lacksCredential(attempt, error)) return cause(needsTokenServer, credential.path);
  return cause(
    `This file sets a credential for ${host}, but the node sent none. It has not read the current file, or its template leaves the credential out.`,
    credential.path,
    credential.sentences,
  );
};

/** A credential was sent, and was not taken or was not enough. */
export const refused: Check = (attempt, plan) => {
  const { credential } = attempt;
  const host = shownHost(attempt.host);
  if (credential.kind === "unreadable") return cause(credential.reason, credential.path);
  if (credential.kind === "node" || credential.kind === "unknown") return undefined;
  if (credential.kind === "anonymous")
    return cause(
      `This file sets no credential for ${host}. The one that was sent is from imagePullSecrets or another file.`,
      credential.path ?? registryPath(attempt, plan),
      lackOf(attempt) === undefined ? [credential.reason] : [],
    );
  const user = credential.user === undefined ? [] : [`User: ${credential.user}`];
  return cause(`This is the credential that ${host} gets.`, credential.path, [...user, ...credential.sentences]);
};

/** Either of the two. */
export const either: Check = (attempt, plan, error) =>
  (attempt.credential.kind === "anonymous" ? missing : refused)(attempt, plan, error);
