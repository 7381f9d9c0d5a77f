import { hasPlaceholder } from "../carriers/placeholders.ts";
import type { NodeOptions } from "../containerd/hostsFiles.ts";
import { isShownHost, shownHost } from "../display/shown.ts";
import { hidden } from "../display/token.ts";
import { readBasicAuth } from "../file/authPrecedence.ts";
import type { RegistriesFile } from "../file/file.ts";
import type { FileField } from "../file/tls.ts";
import { dockerHubHost } from "../hosts/endpoint.ts";
import { parseGoUrl } from "../hosts/goUrl.ts";
import { type ImageReference, parseImage } from "../images/reference.ts";
import type { AttemptCredential } from "../pull/credential.ts";
import { pullPlan } from "../pull/plan.ts";
import type { PullAttempt } from "../pull/pullPlan.ts";
import { type Result, refuse } from "../text/result.ts";

/** What containerd sends as the credential of a host. It is a secret. */
export type Secret =
  | { readonly kind: "basic"; readonly username: string; readonly password: string }
  | { readonly kind: "identity-token"; readonly token: string };

/** An image as one registry is asked for it, after rewrites. */
export interface TargetImage {
  /** Such as `proxy/library/nginx:1.27`. */
  readonly name: string;
  readonly repository: string;
  readonly url: string;
}

/** One registry at which a credential is verified. All but the secret may be shown. */
export interface VerifyTarget {
  /** Host and port of the requests. */
  readonly host: string;
  readonly isPlain: boolean;
  /** True if containerd goes on with plain http where the registry speaks no TLS. */
  readonly mayBePlain: boolean;
  /** The address that tells how to log in. */
  readonly ping: string;
  readonly image: TargetImage | undefined;
  /** `undefined` if containerd sends none. */
  readonly secret: Secret | undefined;
  /** Its user, if there is one that can be shown. */
  readonly user: string | undefined;
  /** The credential in words, such as `user robot`; why there is none. */
  readonly credential: string;
  /** Files on the node; a path that can't be shown is `undefined` and not used. */
  readonly files: readonly { readonly key: FileField; readonly text: string | undefined }[];
  /** True if the file says not to check the certificate. */
  readonly skipsVerification: boolean;
}

/**
 * What is verified for a host: the address by which the file's mirrors contact it, or its own.
 *
 * @param host as it is written under `configs`
 */
export function hostTarget(
  file: RegistriesFile,
  host: string,
  options: NodeOptions,
): Result<{ readonly target: VerifyTarget }> {
  const asked = host === "docker.io" ? dockerHubHost : host;
  if (!isShownHost(asked) || asked.includes("*"))
    return refuse("This host can't be verified: it is not a plain host name.");
  const mirrors = file.mirrors.filter(({ endpoints }) => endpoints.some(({ address }) => address?.host === asked));
  // An image that only the mirror of "*" has.
  const registries = mirrors.map(({ registry }) => (registry === "*" ? "any.invalid" : registry));
  for (const registry of [...registries, host]) {
    const named = parseImage(`${registry}/verify/verify`);
    if (!named.ok || named.image.registry !== registry) continue;
    const reading = pullPlan(file, named.image, options);
    if (!reading.ok) return reading;
    const attempt = reading.plan.attempts.find((one) => one.host === asked && one.kind !== "embedded");
    if (!attempt) continue;
    if (reading.plan.stopped) return refuse(reading.plan.stopped.text);
    return targetOf(file, attempt, undefined);
  }
  return refuse(`No image is pulled from ${shownHost(host)} with this file.`);
}

/**
 * What is verified for an image: each registry that containerd tries, in order, except the node's own.
 *
 * @returns refused if containerd tries none
 */
export function imageTargets(
  file: RegistriesFile,
  image: ImageReference,
  options: NodeOptions,
): Result<{ readonly targets: readonly VerifyTarget[] }> {
  const reading = pullPlan(file, image, options);
  if (!reading.ok) return reading;
  const { attempts, stopped } = reading.plan;
  if (stopped) return refuse(stopped.text);
  const targets: VerifyTarget[] = [];
  for (const attempt of attempts) {
    if (attempt.kind === "embedded") continue;
    const made = targetOf(file, attempt, image);
    if (!made.ok) return made;
    targets.push(made.target);
  }
  return targets.length > 0 ? { ok: true, targets } : refuse("Only the node's own registry is tried for this image.");
}

function targetOf(
  file: RegistriesFile,
  { host, requests, schemes, credential, tls, skipsVerification }: PullAttempt,
  image: ImageReference | undefined,
): Result<{ readonly target: VerifyTarget }> {
  const [request] = requests;
  const url = request?.url ?? "";
  const parsed = parseGoUrl(url);
  if (!request?.sent || typeof parsed === "string" || !/^https?$/.test(schemes[0] ?? "") || url.includes(hidden))
    return refuse("This address can't be verified: it is not a plain URL of a registry.");
  const secret = secretOf(file, credential);
  if (hasPlaceholder(decodedUrl(url)) || credential.kind === "template" || secretTexts(secret).some(hasPlaceholder))
    return refuse(
      `The address or credential of ${shownHost(host)} is filled in by another tool, so it is not known here.`,
    );
  if (credential.kind === "unreadable") return refuse(`${credential.reason} The pull fails before a request.`);
  const path = parsed.rawPath;
  const start = path.indexOf("/v2/") + "/v2/".length;
  const isRooted = path.includes("/v2/");
  const repository = isRooted ? path.slice(start, path.lastIndexOf("/manifests/")) : request.repository;
  const origin = `${parsed.scheme}://${parsed.host}`;
  const root = isRooted ? path.slice(0, start) : "/v2/";
  const tag = image?.digest === undefined ? `:${image?.tag}` : `@${image.digest}`;
  return {
    ok: true,
    target: {
      host,
      isPlain: parsed.scheme === "http",
      mayBePlain: schemes.length > 1,
      ping: `${origin}${root}`,
      image: image && { name: `${repository}${tag}`, repository, url },
      secret,
      user: credential.kind === "user" ? credential.user : undefined,
      credential: credentialWords(credential),
      files: tls?.files ?? [],
      skipsVerification,
    },
  };
}

function decodedUrl(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

function credentialWords(credential: AttemptCredential): string {
  if (credential.kind === "user")
    return credential.user === undefined ? "a user and password" : `user ${credential.user}`;
  if (credential.kind === "identity-token") return "an identity token";
  return "reason" in credential ? credential.reason : "";
}

/** The values of a secret, none of which may be shown. */
export function secretTexts(secret: Secret | undefined): readonly string[] {
  if (!secret) return [];
  return secret.kind === "basic" ? [secret.password, secret.username] : [secret.token];
}

/** What containerd takes of an `auth`, as in `credentialFor`. */
function secretOf({ reading }: RegistriesFile, credential: AttemptCredential): Secret | undefined {
  if ((credential.kind !== "user" && credential.kind !== "identity-token") || !reading.ok) return undefined;
  const auth = reading.registry.configs[String(credential.path[1])]?.auth;
  if (!auth) return undefined;
  const { username, password, identity_token } = auth;
  if (username !== "") return { kind: "basic", username, password };
  if (identity_token !== "") return { kind: "identity-token", token: identity_token };
  const basic = readBasicAuth(auth.auth);
  if (!basic.ok) return undefined;
  return basic.username === ""
    ? { kind: "identity-token", token: basic.password }
    : { kind: "basic", username: basic.username, password: basic.password };
}
