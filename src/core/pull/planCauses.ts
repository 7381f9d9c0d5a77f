import { shownHost } from "../display/shown.ts";
import { looksLikeToken } from "../display/token.ts";
import { type Phrase, phrase } from "../text/phrase.ts";
import type { Path } from "../yaml/document.ts";
import type { PullErrorKind } from "./errorKinds.ts";
import type { FailedPull } from "./failedAttempt.ts";
import type { PullAttempt, PullPlan } from "./plan.ts";
import type { PullError } from "./pullError.ts";

/** What the file has to do with an error, where no rule finds a fault. */
export interface PlanCause {
  readonly text: Phrase;
  /** What else is known of it, a sentence each. */
  readonly details: readonly Phrase[];
  readonly path: Path | undefined;
}

/** Where and why no mirror counts for the image. */
function whyNone({ mirror, noMirror }: PullPlan): [path: Path | undefined, details: readonly Phrase[]] {
  return [mirror?.path ?? noMirror?.path, noMirror ? [noMirror.text] : []];
}

type Check = (attempt: PullAttempt, plan: PullPlan, error: PullError) => PlanCause | undefined;

function cause(text: Phrase, path: Path | undefined, details: readonly Phrase[] = []): PlanCause {
  return { text, path, details };
}

function placeOf({ path }: PullAttempt, { mirror }: PullPlan): Path | undefined {
  return path ?? mirror?.path;
}

/** A registry was asked without a credential. */
const missing: Check = (attempt, plan) => {
  const { credential } = attempt;
  const host = shownHost(attempt.host);
  if (credential.kind === "anonymous")
    return cause(phrase("{0} is asked without a credential.", host), credential.path ?? placeOf(attempt, plan), [
      credential.reason,
    ]);
  if (credential.kind === "unreadable") return cause(credential.reason, credential.path);
  if (credential.kind === "node") return undefined;
  return cause(
    phrase(
      "By this file {0} gets the credential that stands here, but the node sent none: it has not read the file as it is now, or a template of its own leaves the credential out.",
      host,
    ),
    credential.path,
    credential.sentences,
  );
};

/** A credential was sent, and was not taken or was not enough. */
const refused: Check = (attempt, plan) => {
  const { credential } = attempt;
  const host = shownHost(attempt.host);
  if (credential.kind === "unreadable") return cause(credential.reason, credential.path);
  if (credential.kind === "node") return undefined;
  if (credential.kind === "anonymous")
    return cause(
      phrase(
        "By this file {0} is asked without a credential: the one that was sent came from imagePullSecrets, or from another file.",
        host,
      ),
      credential.path ?? placeOf(attempt, plan),
      [credential.reason],
    );
  const user = credential.user === undefined ? [] : [phrase("User: {0}", credential.user)];
  return cause(phrase("This is the credential that {0} gets.", host), credential.path, [
    ...user,
    ...credential.sentences,
  ]);
};

/** Either of the two. */
const either: Check = (attempt, plan, error) =>
  (attempt.credential.kind === "anonymous" ? missing : refused)(attempt, plan, error);

/** An error of a certificate that is not checked. */
const unchecked: Check = ({ tls, host }) =>
  tls?.skipsVerification
    ? cause(
        phrase(
          "With insecure_skip_verify, containerd does not check the certificate of {0}. This node has not read the file as it is now.",
          shownHost(host),
        ),
        tls.path,
      )
    : undefined;

const unknownAuthority: Check = (attempt, plan) => {
  const { tls } = attempt;
  const host = shownHost(attempt.host);
  if (tls?.path[1] === "*" || tls?.skipsVerification) return undefined;
  const authority = tls?.files.find(({ key }) => key === "ca_file");
  if (tls && authority)
    return cause(
      phrase(
        "The ca_file of {0} stands here: it has to be on the node, and to hold the certificate of the authority that signed the one of the registry.",
        host,
      ),
      [...tls.path, "ca_file"],
    );
  return cause(
    phrase("No ca_file is set for {0}, so only the authorities count that the system of the node knows.", host),
    tls?.path ?? placeOf(attempt, plan),
  );
};

const tlsFiles: Check = ({ host, tls }) =>
  tls && tls.files.length > 0
    ? cause(phrase("The files for {0} are named here; they have to be on the node.", shownHost(host)), tls.path)
    : undefined;

const clientCertificate: Check = (attempt, plan, error) =>
  attempt.tls?.files.some(({ key }) => key === "cert_file")
    ? tlsFiles(attempt, plan, error)
    : cause(
        phrase("No client certificate (cert_file and key_file) is set for {0}.", shownHost(attempt.host)),
        attempt.tls?.path ?? placeOf(attempt, plan),
      );

/** https to a registry that does not speak it. */
const httpsAsked: Check = (attempt, plan, error) => {
  const { scheme, kind, path, host, tls } = attempt;
  if (kind === "mirror" && scheme === "https")
    return cause(
      phrase("This endpoint is asked by https. Where the registry has no TLS, write http:// before it."),
      path,
    );
  if (kind === "mirror" && tls)
    return cause(phrase("Because of the TLS settings https is tried first, then http."), tls.path);
  if (kind !== "registry") return undefined;
  if (plan.attempts.some((other) => other.kind === "mirror")) return afterMirror(attempt, plan, error);
  return cause(
    phrase(
      "Without a mirror that says http:// {0} is asked by https: add it to mirrors, with http:// before its endpoint.",
      shownHost(host),
    ),
    ...whyNone(plan),
  );
};

const httpAsked: Check = ({ kind, scheme, path }) =>
  kind === "mirror" && scheme === "http"
    ? cause(phrase("This endpoint is asked by http. Write https:// before it."), path)
    : undefined;

/** One line of a log, about the registry itself: what the error of the whole pull proves about its mirrors is said of that. */
const afterMirror: Check = ({ host }, { mirror }, { failure }) =>
  mirror && failure === undefined
    ? cause(
        phrase(
          "{0} is tried when these mirrors have failed. containerd.log on the node has their errors too.",
          shownHost(host),
        ),
        mirror.path,
      )
    : undefined;

const asked: Check = (attempt, plan, error) => {
  const { kind, path, host } = attempt;
  if (kind === "mirror") return cause(phrase("This is the endpoint that is asked."), path);
  if (kind !== "registry") return undefined;
  if (plan.attempts.some((other) => other.kind === "mirror")) return afterMirror(attempt, plan, error);
  return cause(phrase("No mirror counts for this image, so {0} itself is asked.", shownHost(host)), ...whyNone(plan));
};

/** On the way to the registry that answered, a mirror may have been asked for another name. */
const renamed: Check = (_, { image, attempts }) => {
  const changed = attempts.flatMap(({ requests }) => requests).find(({ rewrite }) => rewrite !== undefined);
  if (!changed) return undefined;
  const shown = /^[\w./-]{1,255}$/.test(changed.repository) && !changed.repository.split("/").some(looksLikeToken);
  return cause(
    phrase(
      "This rewrite makes {0} of {1}, and that is what the mirror is asked for.",
      shown ? changed.repository : "…",
      image.repository,
    ),
    changed.rewrite,
  );
};

const askedMirror: Check = (attempt, plan, error) =>
  attempt.kind === "mirror" && !attempt.tls?.skipsVerification ? asked(attempt, plan, error) : undefined;

/** The mirror by which nodes share the images of a registry. */
const shared: Check = (_, { mirror, image }) =>
  mirror && cause(phrase("With this entry, the nodes share their images of {0}.", image.registry), mirror.path);

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
export function planCauses(error: PullError, { plan, attempts, named }: FailedPull): readonly PlanCause[] {
  if (!plan) return [];
  const { kind } = error;
  const sure = named || attempts.every(({ tls }) => tls?.skipsVerification);
  const found = (checks[kind] ?? []).flatMap((check) =>
    check === unchecked && !sure
      ? []
      : attempts.flatMap((attempt): readonly PlanCause[] => {
          const made = check(attempt, plan, error);
          return made ? [made] : [];
        }),
  );
  const { noMirror } = plan;
  const whyNot = noMirror && found.every(({ path }) => path !== noMirror.path) ? [noMirror] : [];
  const notes = [...whyNot, ...plan.notes].flatMap(({ text, path }) => (path ? [cause(text, path)] : []));
  return [...found, ...(checks[kind] ? notes : [])];
}
