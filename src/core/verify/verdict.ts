import { withoutTokens } from "../display/token.ts";
import { isJsonObject, type JsonObject, jsonObject } from "../json/object.ts";
import { encodeText, withoutPadding } from "../text/base64.ts";
import type { Answer, Failure, FailureKind } from "./send.ts";

/** What was found out: the last three prove nothing of the credential, or prove it wrong. */
export type VerdictKind = "accepted" | "may-pull" | "no-right" | "refused" | "public" | "unknown";

export interface Verdict {
  readonly verdict: VerdictKind;
  /** Sentences that say why, and what to do. They contain no secret. */
  readonly reasons: readonly string[];
}

/**
 * A verdict in words.
 *
 * @param image the repository that was asked for
 * @param from where the requests came from, such as `this computer`
 */
export function verdictWords(verdict: VerdictKind, image: string | undefined, from: string): string {
  return {
    accepted: "accepted",
    "may-pull": `may pull ${image}`,
    "no-right": `accepted, but no right to ${image}`,
    refused: "refused",
    public: "public: proves nothing",
    unknown: `unknown from ${from}`,
  }[verdict];
}

/** @param reasons empty ones are left out */
export function verdictOf(verdict: VerdictKind, ...reasons: readonly (string | undefined)[]): Verdict {
  return { verdict, reasons: reasons.filter((reason) => reason !== undefined && reason !== "") as string[] };
}

const failures: Readonly<Record<FailureKind, string>> = {
  "no-such-host": "The name {host} is not known here. The nodes may know it.",
  "connection-refused": "{host} refuses the connection. Check the port.",
  unreachable: "{host} can't be reached from here. The nodes may reach it.",
  timeout: "{host} did not answer in time.",
  "connection-broken": "{host} closed the connection before an answer.",
  "unknown-authority":
    "The certificate of {host} is signed by an authority that is not trusted here. The nodes need its ca_file.",
  "other-name": "The certificate of {host} is for another name.",
  expired: "The certificate of {host} has expired or is not valid yet.",
  "client-certificate":
    "No TLS connection to {host}: its client certificate (cert_file, key_file) may be missing or wrong.",
  "no-tls": "{host} does not speak TLS at this port. For plain http, write http:// in the endpoint.",
  "not-http": "The answer of {host} is not HTTP. It may need https.",
  "headers-too-large": "The headers of the answer of {host} are too large to be a registry's.",
  cancelled: "The check was cancelled.",
  other: "The request to {host} failed.",
};

/** Why a request without an answer tells nothing. */
export function failed({ failure }: Failure, host: string): Verdict {
  return verdictOf("unknown", failures[failure].replace("{host}", host));
}

/** An answer that tells nothing of a credential: a redirect, a rate limit, trouble of the server; otherwise `undefined`. */
export function inconclusive({ status, body }: Answer, host: string, to: string | undefined): Verdict | undefined {
  if (status >= 300 && status < 400)
    return verdictOf(
      "unknown",
      `${host} redirects${to === undefined ? "" : ` to ${to}`}, where containerd uses that host's credential. Nothing was sent there.`,
    );
  if (status === 429) return verdictOf("unknown", `${host} limits the rate of requests. Try again later.`);
  if (status >= 500) return verdictOf("unknown", `${host} has a problem of its own: ${status}. Try again later.`);
  if (status === 400 && body.includes("HTTP request to an HTTPS server"))
    return verdictOf("unknown", `${host} needs https, and the file says http.`);
  return undefined;
}

/** The first error that a registry or token server names, such as `MANIFEST_UNKNOWN`; an empty text for none. */
export function errorCode({ body }: Answer): string {
  const { errors, error } = jsonObject(body) ?? {};
  const first = firstError(errors);
  const code = first?.["code"] ?? error;
  return typeof code === "string" ? code.toUpperCase() : "";
}

/**
 * What a server says, as a sentence that can be shown: a server may repeat the credential, and may be hostile.
 *
 * @param secrets texts that must not be in it
 */
export function serverSays({ body }: Answer, secrets: readonly string[]): string | undefined {
  const fields = jsonObject(body) ?? {};
  const texts = [
    firstError(fields["errors"])?.["message"],
    fields["error_description"],
    fields["details"],
    fields["message"],
  ];
  const text = texts.find((one) => typeof one === "string" && one !== "") as string | undefined;
  if (text === undefined || secrets.some((secret) => repeats(text, secret))) return undefined;
  const shown = withoutTokens(text.replace(/[\x00-\x20\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, " ").trim())
    .replace(/[\w+/=-]{32,}/g, "…")
    .replaceAll('"', "'");
  return `The answer says: "${shown.slice(0, 200)}".`;
}

function repeats(text: string, secret: string): boolean {
  if (secret.length < 4) return secret !== "" && text.split(/[\s"':=]+/).includes(secret);
  return [secret, encodeURIComponent(secret), withoutPadding(encodeText(secret))].some((form) => text.includes(form));
}

function firstError(errors: unknown): JsonObject | undefined {
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return isJsonObject(first) ? first : undefined;
}
