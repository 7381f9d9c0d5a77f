import { shownHost } from "../display/shown.ts";
import { looksLikeToken } from "../display/token.ts";
import { httpsFirst, readsTlsFilesFirst } from "../pull/notes.ts";
import type { PullPlan } from "../pull/pullPlan.ts";
import type { Path } from "../yaml/document.ts";
import { either, lacksCredential, missing, refused } from "./credentialCauses.ts";
import type { PullErrorKind } from "./errorKinds.ts";
import type { FailedPull } from "./failedAttempt.ts";
import { type Check, cause, type PlanCause } from "./planCheck.ts";
import type { PullError } from "./pullError.ts";
import { clientCertificate, isUnchecked, tlsFiles, unchecked, unknownAuthority } from "./tlsCauses.ts";

/** Where and why no mirror counts for the image. */
function whyNone({ mirror, noMirror }: PullPlan): [path: Path | undefined, details: readonly string[]] {
  return [mirror?.path ?? noMirror?.path, noMirror ? [noMirror.text] : []];
}

/** https to a registry that does not speak it. */
const httpsAsked: Check = (attempt, plan, error) => {
  const { scheme, schemes, kind, path, host, tls } = attempt;
  if (kind === "mirror" && scheme === "https")
    return cause("containerd uses https for this endpoint. If the registry has no TLS, write http:// before it.", path);
  if (kind === "mirror" && tls && schemes.length > 1) return cause(httpsFirst, tls.path);
  if (kind !== "registry") return undefined;
  if (plan.attempts.some((other) => other.kind === "mirror")) return afterMirror(attempt, plan, error);
  return cause(
    `Without a mirror that sets http://, containerd uses https for ${shownHost(host)}. Add it to "mirrors", with http:// before its endpoint.`,
    ...whyNone(plan),
  );
};

const httpAsked: Check = ({ kind, scheme, path }) =>
  kind === "mirror" && scheme === "http"
    ? cause("containerd uses http for this endpoint. Write https:// before it.", path)
    : undefined;

/** One line of a log, about the registry itself: what the error of the whole pull proves about its mirrors is said of that. */
const afterMirror: Check = ({ host }, { mirror }, { failure }) =>
  mirror && failure === undefined
    ? cause(
        `containerd tries ${shownHost(host)} after these mirrors have failed. Their errors are in containerd.log on the node.`,
        mirror.path,
      )
    : undefined;

const asked: Check = (attempt, plan, error) => {
  const { kind, path, host } = attempt;
  if (kind === "mirror") return cause("containerd tries this endpoint.", path);
  if (kind !== "registry") return undefined;
  if (plan.attempts.some((other) => other.kind === "mirror")) return afterMirror(attempt, plan, error);
  return cause(`No mirror applies to this image, so containerd tries ${shownHost(host)} itself.`, ...whyNone(plan));
};

/** On the way to the registry that answered, a mirror may have been asked for another name. */
const renamed: Check = (_, { image, attempts }) => {
  const changed = attempts.flatMap(({ requests }) => requests).find(({ rewrite }) => rewrite !== undefined);
  if (!changed) return undefined;
  const shown = /^[\w./-]{1,255}$/.test(changed.repository) && !changed.repository.split("/").some(looksLikeToken);
  return cause(
    `This rewrite changes ${image.repository} to ${shown ? changed.repository : "…"}, so the mirror gets requests for that name.`,
    changed.rewrite,
  );
};

const askedMirror: Check = (attempt, plan, error) =>
  attempt.kind === "mirror" && !attempt.tls?.skipsVerification ? asked(attempt, plan, error) : undefined;

/** The mirror by which nodes share the images of a registry. */
const shared: Check = (_, { mirror, image }) =>
  mirror && cause(`With this entry, the nodes share their images of ${image.registry}.`, mirror.path);

const reach = [asked] as const;
const certificate = [unchecked, askedMirror] as const;

const checks: Partial<Readonly<Record<PullErrorKind, readonly Check[]>>> = {
  "ca-file": [tlsFiles],
  "client-certificate-file": [tlsFiles],
  "certificate-no-name": certificate,
  "certificate-legacy-name": certificate,
  "certificate-other-name": certificate,
  "certificate-expired": certificate,
  "certificate-invalid": certificate,
  "certificate-unknown-authority": [unchecked, unknownAuthority],
  "tls-refused": reach,
  "invalid-address": reach,
  "client-certificate-refused": [clientCertificate],
  "http-answer": [httpsAsked],
  "no-tls": [httpsAsked],
  "https-expected": [httpAsked],
  "tls-timeout": reach,
  "no-such-host": reach,
  "connection-refused": reach,
  "connection-broken": reach,
  unreachable: reach,
  timeout: reach,
  "rate-limited": [either],
  "no-basic-credentials": [missing],
  "anonymous-denied": [missing],
  "anonymous-token-refused": [missing],
  "token-refused": [refused],
  "permission-denied": [refused, renamed],
  "token-not-found": [renamed],
  "access-denied": [either, renamed],
  unauthorized: [either],
  forbidden: [either, renamed],
  "html-answer": [asked, renamed],
  "wrong-content": [asked, renamed],
  "credential-expired": [refused],
  "two-scopes": [askedMirror],
  "embedded-registry-miss": [shared],
  "pull-secret-missing": [either],
  "not-found": [renamed],
  "server-error": [asked],
  "invalid-base64": [missing],
  "invalid-decoded-auth": [missing],
};

/** What the plan of a pull has to do with its error, most likely first. No part of a secret is in it. */
export function planCauses(error: PullError, pull: FailedPull): readonly PlanCause[] {
  const { plan, attempts } = pull;
  if (!plan) return [];
  const { kind, failure } = error;
  const lacking = attempts.filter((attempt) => lacksCredential(attempt, error));
  const found = (checks[kind] ?? []).flatMap((check) => {
    if (check === unchecked && !isUnchecked(error, pull)) return [];
    // Where one of several lacks a credential, it is that one.
    const concerned = check === missing && lacking.length > 0 ? lacking : attempts;
    return concerned.flatMap((attempt): readonly PlanCause[] => {
      const made = check(attempt, plan, error);
      return made ? [made] : [];
    });
  });
  const { noMirror, stopped } = plan;
  if (stopped && failure === undefined && found.length > 0) found.unshift(cause(stopped.text, stopped.path));
  const whyNot = noMirror && found.every(({ path }) => path !== noMirror.path) ? [noMirror] : [];
  // No registry was tried then, so that it leads to no other error.
  const ofTlsFiles = kind === "ca-file" || kind === "client-certificate-file";
  const notes = [...whyNot, ...plan.notes].flatMap(({ text, path }) =>
    path && (ofTlsFiles || text !== readsTlsFilesFirst) ? [cause(text, path)] : [],
  );
  return [...found, ...(checks[kind] ? notes : [])];
}
