import { isShownHost, shownUrl } from "../display/shown.ts";
import { goUrlText, parseGoUrl } from "../hosts/goUrl.ts";
import { encodeText } from "../text/base64.ts";
import { type Result, refuse } from "../text/result.ts";
import type { Challenge } from "./challenge.ts";
import type { Request } from "./send.ts";
import type { Secret, VerifyTarget } from "./target.ts";

/** Where a registry sends those who log in. */
export interface TokenServer {
  /** Host and port. */
  readonly host: string;
  /** Its address without a query, as it is shown. */
  readonly shown: string;
  readonly url: string;
  readonly service: string | undefined;
  /** Why the credential should not go there without a question: another host, or plain http. */
  readonly warning: string | undefined;
}

/**
 * Reads the token server of a Bearer challenge.
 *
 * @param expected the host of its token server, where that is known
 * @returns refused for an address that no credential is sent to
 */
export function tokenServer(
  { parameters }: Challenge,
  { host, isPlain }: VerifyTarget,
  expected: string | undefined,
): Result<{ readonly server: TokenServer }> {
  const url = parseGoUrl(parameters.get("realm") ?? "");
  if (typeof url === "string" || !/^https?$/.test(url.scheme) || url.host === "" || url.opaque !== "")
    return refuse(
      "The registry names a token server whose address is not a URL of http or https. Nothing was sent to it.",
    );
  if (url.userinfo !== undefined || !isShownHost(url.host))
    return refuse("The address of the token server contains a user or an unusual host. Nothing was sent to it.");
  const warnings = [
    ...(url.host !== host && url.host !== expected
      ? [`The registry sends the login to another host, ${url.host}.`]
      : []),
    ...(url.scheme === "http" && !(isPlain && url.host === host)
      ? ["The token server is contacted by plain http, so the credential can be read on the way."]
      : []),
  ];
  const server = {
    host: url.host,
    shown: shownUrl(url),
    url: goUrlText({ ...url, fragment: "", rawFragment: "" }),
    service: parameters.get("service"),
    warning: warnings.length > 0 ? warnings.join(" ") : undefined,
  };
  return { ok: true, server };
}

/**
 * The request for a token: a POST for an identity token, else a GET, with Basic where there is a credential. Source:
 * https://distribution.github.io/distribution/spec/auth/oauth/ and …/auth/token/.
 *
 * @param scope never that of the challenge, which may be a placeholder; `undefined` for a login alone
 */
export function tokenRequest(
  { url, service }: TokenServer,
  scope: string | undefined,
  secret: Secret | undefined,
): Request {
  const fields = [
    ...(service === undefined ? [] : [["service", service]]),
    ...(scope === undefined ? [] : [["scope", scope]]),
  ];
  if (secret?.kind === "identity-token") {
    const all = [["grant_type", "refresh_token"], ...fields, ["client_id", client], ["refresh_token", secret.token]];
    const headers = { "user-agent": client, "content-type": "application/x-www-form-urlencoded" };
    return { method: "POST", url, headers, body: formOf(all) };
  }
  const query = formOf(fields);
  const joined = query === "" ? url : `${url}${url.includes("?") ? "&" : "?"}${query}`;
  return { method: "GET", url: joined, headers: headersWith(secret && basicOf(secret)) };
}

/** How requests name this program. */
const client = "k3s-registries";

/** What a manifest is asked for as: without it, a registry answers 404 for an OCI image. */
export const acceptHeader = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
  "*/*",
].join(", ");

/** The headers of a request. */
export function headersWith(
  authorization: string | undefined,
  more: Readonly<Record<string, string>> = {},
): Request["headers"] {
  return { "user-agent": client, ...more, ...(authorization === undefined ? {} : { authorization }) };
}

/** The `Authorization` of a user and password. */
export function basicOf({ username, password }: Extract<Secret, { readonly kind: "basic" }>): string {
  return `Basic ${encodeText(`${username}:${password}`)}`;
}

function formOf(fields: readonly (readonly string[])[]): string {
  return fields.map((pair) => pair.map((part) => encodeURIComponent(part)).join("=")).join("&");
}
