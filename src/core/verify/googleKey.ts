import { parseGoogleServiceAccountKey } from "../credentials/googleServiceAccountKey.ts";
import { shownUser } from "../display/shown.ts";
import { parseGoUrl } from "../hosts/goUrl.ts";
import { jsonObject } from "../json/object.ts";
import { encodeText, withoutPadding } from "../text/base64.ts";
import { type Result, refuse } from "../text/result.ts";
import type { Step, Verification } from "./exchange.ts";
import type { Answer, Request, Send } from "./send.ts";
import { errorCode, failed, inconclusive, serverSays, type Verdict, verdictOf } from "./verdict.ts";

/** A service-account key to be checked at Google. All but `sign` may be shown. */
export interface KeyCheck {
  /** Where the assertion is sent. */
  readonly url: string;
  readonly host: string;
  /** The account, if it can be shown. */
  readonly account: string;
  /** The request, signed with the key. */
  request(now: number, sign: Sign): Request;
}

/**
 * Signs a text with RSASSA-PKCS1-v1_5 and SHA-256.
 *
 * @returns the signature in base64url; `undefined` if the key can't be read
 */
export type Sign = (text: string, privateKey: string) => string | undefined;

/** Read access: the token is thrown away. */
const scope = "https://www.googleapis.com/auth/devstorage.read_only";
const grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/**
 * Prepares the check of a key without a registry: an assertion of one minute that the key signs, so that no part of the
 * key is sent. Source: https://developers.google.com/identity/protocols/oauth2/service-account#httprest.
 *
 * @param text a key file, or a password that is one
 * @returns refused if it is not such a key, or names a token server that is not Google's
 */
export function keyCheck(text: string): Result<{ readonly check: KeyCheck }> {
  const parsed = parseGoogleServiceAccountKey(text);
  if (!parsed.ok) return parsed;
  const { json, clientEmail, keyId } = parsed.key;
  const { token_uri: uri, private_key: pem } = jsonObject(json) ?? {};
  const url = typeof uri === "string" ? parseGoUrl(uri) : "host";
  if (
    typeof url === "string" ||
    url.scheme !== "https" ||
    !/^(?:[a-z\d]+\.googleapis|accounts\.google)\.com$/.test(url.host)
  )
    return refuse("The token_uri of this key is not an https address of Google, so nothing is sent there.");
  if (url.userinfo !== undefined || url.query !== undefined || !/^[\w/.-]*$/.test(url.rawPath))
    return refuse("The token_uri of this key is not a plain address, so nothing is sent there.");
  const address = `https://${url.host}${url.rawPath}`;
  const request = (now: number, sign: Sign): Request => {
    const part = (fields: object): string => forUrl(encodeText(JSON.stringify(fields)));
    const claims = { iss: clientEmail, scope, aud: uri, iat: now, exp: now + 60 };
    const unsigned = `${part({ alg: "RS256", typ: "JWT", kid: keyId })}.${part(claims)}`;
    const assertion = `${unsigned}.${sign(unsigned, String(pem)) ?? ""}`;
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return {
      method: "POST",
      url: address,
      headers,
      body: `grant_type=${encodeURIComponent(grant)}&assertion=${assertion}`,
    };
  };
  return {
    ok: true,
    check: { url: address, host: url.host, account: shownUser(clientEmail) ?? "the account", request },
  };
}

function forUrl(base64: string): string {
  return withoutPadding(base64.replaceAll("+", "-").replaceAll("/", "_"));
}

/**
 * Asks Google whether a key is valid.
 *
 * @param now the time in seconds since 1970
 */
export async function verifyKey(
  { url, host, account, request }: KeyCheck,
  send: Send,
  sign: Sign,
  now: number,
): Promise<Verification> {
  const made = request(now, sign);
  if (made.body?.endsWith("."))
    return { ...verdictOf("refused", "The private_key in this key can't be read."), steps: [] };
  const answer = await send(made);
  const status = "failure" in answer ? undefined : answer.status;
  const steps: readonly Step[] = [{ method: "POST", url, withCredential: false, status }];
  if ("failure" in answer) return { ...failed(answer, host), steps };
  return { ...(inconclusive(answer, host, undefined) ?? verdictOn(answer, account, host)), steps };
}

/**
 * By the texts of Google's token server: https://developers.google.com/identity/protocols/oauth2/service-account#error-codes;
 * for a deleted key https://github.com/crossplane-contrib/provider-jet-gcp/issues/56, for a disabled account
 * https://github.com/googleapis/google-api-ruby-client/issues/720.
 */
function verdictOn(answer: Answer, account: string, host: string): Verdict {
  if (answer.status === 200)
    return verdictOf(
      "accepted",
      `Google accepts the key of ${account}. Whether it may pull is not known; verify it with an image.`,
    );
  const { error_description: said = "" } = jsonObject(answer.body) ?? {};
  const text = typeof said === "string" ? said : "";
  if (/short-lived|timeframe/i.test(text))
    return verdictOf("unknown", "The clock of this computer is wrong, so Google rejects its signature.");
  const code = errorCode(answer);
  const why = [
    [/disabled_client|robot is disabled|account (?:has been |is )?disabled/i, `${account} or its key is disabled.`],
    [/deleted_client|account not found|has been deleted|not a valid email/i, `${account} no longer exists.`],
    [/invalid jwt signature/i, `${account} no longer has this key: it was deleted or disabled. Create a new key.`],
  ] as const;
  const known = why.find(([pattern]) => pattern.test(`${code} ${text}`))?.[1];
  if (known !== undefined) return verdictOf("refused", known);
  if (answer.status === 400 || answer.status === 401 || answer.status === 403)
    return verdictOf("refused", "Google does not accept the key.", serverSays(answer, []));
  return verdictOf("unknown", `${host} answers ${answer.status}.`);
}
