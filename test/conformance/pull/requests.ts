import type { PullAttempt, PullPlan, PullRequest } from "../../../src/core/pull/pullPlan.ts";

/** How every registry answers: `404` to all, a challenge before it, or http alone. */
export const scripts = ["404", "basic", "bearer", "bearer-get", "plain"] as const;
export type Script = (typeof scripts)[number];

/** One request: the ways in which it may be sent, several when containerd takes any one of the rewrites that fit. */
export type ExpectedRequest = readonly string[];

const noTls = "tls: first record does not look like a TLS handshake";

/**
 * The requests that a pull sends by a plan, as a recorder writes them: `METHOD URL [credential] marks -> answer`. The query
 * of a token request is left out.
 */
export function expectedRequests(plan: PullPlan, script: Script): readonly ExpectedRequest[] {
  if (plan.stopped) return [];
  const kinds = plan.image.digest === undefined ? ["manifests"] : ["manifests", "blobs"];
  // Of hosts with TLS settings each has a memory of its own.
  const known = new Set<unknown>();
  return kinds.flatMap((kind) => plan.attempts.flatMap((attempt) => attemptRequests(attempt, kind, script, known)));
}

function attemptRequests(
  attempt: PullAttempt,
  kind: string,
  script: Script,
  known: Set<unknown>,
): readonly ExpectedRequest[] {
  const requests = attempt.requests.filter(({ sent }) => sent);
  if (requests.length === 0) return [];
  const [first = "https", ...others] = attempt.schemes;
  const marks = marksOf(attempt);
  const ask = (scheme: string, credential: string, answer: string): ExpectedRequest =>
    requests.map((request) => `HEAD ${urlOf(request, scheme, kind)}${credential}${marks} -> ${answer}`);
  if (!/^https?$/.test(first)) return [ask(first, "", `unsupported protocol scheme "${first}"`)];
  if (script === "plain")
    return first === "http"
      ? [ask("http", "", "404")]
      : [ask(first, "", noTls), ...others.map((scheme) => ask(scheme, "", "404"))];
  if (script === "404") return [ask(first, "", "404")];
  const memory = marks === "" ? attempt.host : attempt;
  const asked = known.has(memory);
  const { credential } = attempt;
  if (script === "basic") {
    if (credential.kind !== "user") return [ask(first, "", "401")];
    known.add(memory);
    const sent = ask(first, ` [basic ${credential.user ?? "?"}]`, "404");
    return asked ? [sent] : [ask(first, "", "401"), sent];
  }
  known.add(memory);
  const withToken = ask(first, " [bearer]", "404");
  return asked ? [withToken] : [ask(first, "", "401"), ...tokenRequests(attempt, script, marks), withToken];
}

function urlOf({ url }: PullRequest, scheme: string, kind: string): string {
  const written = url.replace(/^[^:]*:/, `${scheme}:`);
  return kind === "manifests" ? written : written.replace("/manifests/", `/${kind}/`);
}

function tokenRequests(
  { requests, credential }: PullAttempt,
  script: Script,
  marks: string,
): readonly ExpectedRequest[] {
  const host = requests[0]?.url.split("/")[2] ?? "";
  const server = `https://auth-of-${host.replace(/[^\w.-]/g, "_")}/token`;
  const post = (fields: string): string => `POST ${server} {${fields}}${marks} -> ${script === "bearer" ? 200 : 404}`;
  const get = (sent: string): string => `GET ${server}${sent}${marks} -> 200`;
  if (credential.kind === "user") {
    const user = credential.user ?? "?";
    return script === "bearer" ? [[post(`password ${user}`)]] : [[post(`password ${user}`)], [get(` [basic ${user}]`)]];
  }
  if (credential.kind === "identity-token")
    return script === "bearer" ? [[post("refresh_token")]] : [[post("refresh_token")], [get(" [basic ]")]];
  return [[get("")]];
}

/** What is known of TLS: `skip` where the certificate is not checked, `ca` and `cert` where files are set. */
function marksOf({ kind, tls, skipsVerification }: PullAttempt): string {
  const has = (key: string): boolean => kind === "embedded" || (tls?.files ?? []).some((file) => file.key === key);
  const marks = [
    ...(skipsVerification ? ["skip"] : []),
    ...(has("ca_file") ? ["ca"] : []),
    ...(has("cert_file") ? ["cert"] : []),
  ];
  return marks.map((mark) => ` ${mark}`).join("");
}

/** A recorded request without what is not compared: the query of a token request. */
export function comparable(request: string): string {
  return request.replace(/^(GET \S+\/token)\?\S*/, "$1").replace("[basic undefined]", "[basic ]");
}

/** Whether requests were sent as expected. A user that a plan does not show is any user. */
export function isExpected(requests: readonly string[], expected: readonly ExpectedRequest[]): boolean {
  return (
    requests.length === expected.length &&
    requests.every((request, index) => {
      const sent = comparable(request);
      return (expected[index] ?? []).some((one) =>
        one.includes("?]") || one.includes("?}")
          ? sent.replace(/(\[basic|\{password) [^\]}]*/, "$1 ?") === one
          : sent === one,
      );
    })
  );
}
