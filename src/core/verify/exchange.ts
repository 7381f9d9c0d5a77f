import { readClaims } from "../credentials/jsonWebToken.ts";
import { shownHost, shownUrl } from "../display/shown.ts";
import { parseGoUrl } from "../hosts/goUrl.ts";
import { jsonObject } from "../json/object.ts";
import { encodeText } from "../text/base64.ts";
import { answeredChallenge, type Challenge } from "./challenge.ts";
import { type RegistryMeaning, registryMeaning } from "./registryMeaning.ts";
import type { Answer, Failure, Request, Send } from "./send.ts";
import { type Secret, secretTexts, type TargetImage, type VerifyTarget } from "./target.ts";
import { acceptHeader, basicOf, headersWith, type TokenServer, tokenRequest, tokenServer } from "./tokenServer.ts";
import { errorCode, failed, inconclusive, serverSays, type Verdict, verdictOf } from "./verdict.ts";

/** What an exchange needs of its host. */
export interface Talk {
  readonly send: Send;
  /** Asks whether the credential may go to a token server with a warning. */
  readonly confirm: (server: TokenServer) => Promise<boolean>;
}

/** A request that was sent, as it can be shown. */
export interface Step {
  readonly method: Request["method"];
  /** Without its query. */
  readonly url: string;
  readonly withCredential: boolean;
  /** The status of the answer; `undefined` without one. */
  readonly status: number | undefined;
}

export interface Verification extends Verdict {
  readonly steps: readonly Step[];
}

/** An answer, or the verdict that ends the exchange early. */
type Asked = Answer | Verdict;
type Ask = (request: Request, withCredential?: boolean) => Promise<Asked>;

interface Exchange {
  readonly target: VerifyTarget;
  readonly ask: Ask;
  /** The reason that quotes a server, if it may be shown. */
  readonly says: (answer: Answer) => string | undefined;
}

function isVerdict(asked: Asked): asked is Verdict {
  return "verdict" in asked;
}

/**
 * Finds out whether a registry accepts a credential, and whether it may pull an image: the requests of
 * https://distribution.github.io/distribution/spec/auth/token/, with a `HEAD` of the manifest, which counts as no pull
 * (https://docs.docker.com/docker-hub/usage/pulls/). The same is asked without the credential, to know what that proves.
 */
export async function verify(target: VerifyTarget, { send, confirm }: Talk): Promise<Verification> {
  const steps: Step[] = [];
  const issued: string[] = [];
  let speaksNoTls = false;
  const ask: Ask = async (request, withCredential = false) => {
    const { method } = request;
    const url = parseGoUrl(request.url);
    const shown = typeof url === "string" ? "" : shownUrl(url);
    const host = typeof url === "string" ? target.host : shownHost(url.host);
    const answer: Answer | Failure = await send(request);
    const gone = "failure" in answer;
    speaksNoTls ||= gone && answer.failure === "no-tls";
    steps.push({ method, url: shown, withCredential, status: gone ? undefined : answer.status });
    if (gone) return failed(answer, host);
    const { token, access_token, refresh_token } = jsonObject(answer.body) ?? {};
    issued.push(...[token, access_token, refresh_token].filter((one): one is string => typeof one === "string"));
    return inconclusive(answer, host, redirectedTo(answer)) ?? answer;
  };
  const { secret } = target;
  const kept = [
    ...secretTexts(secret),
    ...(secret?.kind === "basic" ? [encodeText(`${secret.username}:${secret.password}`)] : []),
  ];
  const says = (answer: Answer): string | undefined => serverSays(answer, [...kept, ...issued]);
  const found = await exchange({ target, ask, says }, confirm);
  const isFirst = steps.length === 1 && steps[0]?.status === undefined;
  if (!target.mayBePlain || !isFirst || !speaksNoTls) return { ...found, steps };
  const again = await exchange({ target: plainly(target), ask, says }, confirm);
  return { ...again, steps };
}

function plainly(target: VerifyTarget): VerifyTarget {
  const plain = (url: string): string => url.replace(/^https:/, "http:");
  const { ping, image } = target;
  return { ...target, isPlain: true, ping: plain(ping), image: image && { ...image, url: plain(image.url) } };
}

function redirectedTo({ headers }: Answer): string | undefined {
  const url = parseGoUrl(headers["location"] ?? "");
  return typeof url === "string" || url.host === "" ? undefined : shownHost(url.host);
}

async function exchange({ target, ask, says }: Exchange, confirm: Talk["confirm"]): Promise<Verdict> {
  const { host, image, secret } = target;
  const ping = await ask({ method: "GET", url: target.ping, headers: headersWith(undefined) });
  if (isVerdict(ping)) return ping;
  let challenge = ping.status === 401 ? answeredChallenge(ping.headers["www-authenticate"]) : undefined;
  let anonymous: Answer | undefined;
  if (image && challenge?.scheme !== "bearer") {
    const asked = await ask(head(image));
    if (isVerdict(asked)) return asked;
    if (asked.status === 200) return open(image, secret);
    anonymous = asked;
    if (asked.status === 401) challenge = answeredChallenge(asked.headers["www-authenticate"]) ?? challenge;
    if (!challenge)
      return verdictOf(
        "unknown",
        `${host} answers ${asked.status} without asking for a login, so containerd never sends a credential.`,
        asked.status === 404 ? "The image may not exist there." : undefined,
      );
  }
  if (!challenge) return unasked(ping, host);
  const realm = parseGoUrl(challenge.parameters.get("realm") ?? "");
  const meaning = registryMeaning(
    host,
    challenge.scheme === "basic" || typeof realm === "string" ? (challenge.parameters.get("realm") ?? "") : realm.path,
  );
  if (challenge.scheme === "basic") return basic({ target, ask, says }, meaning, ping, anonymous);
  return bearer({ target, ask, says }, meaning, challenge, confirm);
}

/** The verdict where no login is asked for, or by a scheme that containerd does not know. */
function unasked({ status, headers, body }: Answer, host: string): Verdict {
  if (status === 200 && !/^\s*</.test(body))
    return verdictOf(
      "public",
      `${host} asks for no login at /v2/, so the credential was not sent. Verify it with an image.`,
    );
  if (status === 401 && headers["www-authenticate"] !== undefined)
    return verdictOf(
      "unknown",
      `${host} asks for a login that containerd does not know. It answers only Basic and Bearer.`,
    );
  return verdictOf("unknown", `${host} does not answer as a registry: ${status} for /v2/.`);
}

/** The verdict on an image that is given to everybody. */
function open(
  { repository }: TargetImage,
  secret: Secret | undefined,
  ...more: readonly (string | undefined)[]
): Verdict {
  return verdictOf(
    "public",
    `${repository} can be pulled without a credential${secret ? "" : ", and none is set"}.`,
    ...more,
  );
}

/** The verdict where a login is needed, and containerd has none. */
function none({ host, credential }: VerifyTarget): Verdict {
  return verdictOf("refused", `${host} needs a credential, and containerd sends none. ${credential}`);
}

function head({ url }: TargetImage, authorization?: string, method: "HEAD" | "GET" = "HEAD"): Request {
  return { method, url, headers: headersWith(authorization, { accept: acceptHeader }) };
}

async function basic(
  { target, ask, says }: Exchange,
  meaning: RegistryMeaning,
  ping: Answer,
  anonymous: Answer | undefined,
): Promise<Verdict> {
  const { host, image, secret } = target;
  if (!secret) return none(target);
  if (secret.kind === "identity-token")
    return verdictOf("refused", `${host} asks for a user and password, and containerd sends no identity token there.`);
  const authorization = basicOf(secret);
  const login = await ask({ method: "GET", url: target.ping, headers: headersWith(authorization) }, true);
  if (isVerdict(login)) return login;
  if (login.status === 401 || login.status === 403)
    return verdictOf("refused", `${host} does not accept the credential.`, meaning.refused, says(login));
  if (login.status !== 200 && !image) return unasked(login, host);
  // A registry that asks everybody in at /v2/ says nothing there.
  const proven = ping.status === 401 && login.status === 200;
  if (!image) return verdictOf("accepted", `${host} accepts the credential.`);
  return pulled({ target, ask, says }, image, authorization, {
    meaning,
    anonymous,
    login: async () => (proven ? "accepted" : "unclear"),
  });
}

/** What a login without an image says, which is asked only where the image's answer leaves it open. */
type Login = () => Promise<"accepted" | "refused" | "unclear" | Verdict>;

async function bearer(
  { target, ask, says }: Exchange,
  meaning: RegistryMeaning,
  challenge: Challenge,
  confirm: Talk["confirm"],
): Promise<Verdict> {
  const { host, image, secret } = target;
  const known = registryMeaning(host, "").tokenHost;
  const reading = tokenServer(challenge, target, known);
  if (!reading.ok) return verdictOf("unknown", reading.problem);
  const { server } = reading;
  if (!secret && !image) return none(target);
  if (secret && server.warning !== undefined && !(await confirm(server)))
    return verdictOf("unknown", `${server.warning} It was not asked, and the credential was not sent.`);
  const scope = image && `repository:${image.repository}:pull`;
  const token = (of: Secret | undefined, scope: string | undefined): Promise<Asked> =>
    ask(tokenRequest(server, scope, of), of !== undefined);

  let anonymous: Answer | undefined;
  if (image) {
    const given = await token(undefined, scope);
    if (isVerdict(given)) return given;
    const free = tokenIn(given);
    const asked = free === undefined ? undefined : await ask(head(image, `Bearer ${free}`));
    if (asked && isVerdict(asked)) return asked;
    anonymous = asked;
  }
  if (!secret) return image && anonymous?.status === 200 ? open(image, secret) : none(target);

  const login: Login = async () => {
    const mine = await token(secret, undefined);
    if (isVerdict(mine)) return mine;
    const given = tokenIn(mine);
    if (given === undefined) return "refused";
    if (meaning.refusesWrongLogin || isFor(given, secret)) return "accepted";
    const anyone = await token(undefined, undefined);
    if (isVerdict(anyone)) return anyone;
    return tokenIn(anyone) === undefined ? "accepted" : "unclear";
  };
  const refused = (answer: Answer): Verdict =>
    verdictOf("refused", `${server.host} does not accept the credential.`, meaning.refused, says(answer));

  const mine = await token(secret, scope);
  if (isVerdict(mine)) return mine;
  const { status } = mine;
  const given = tokenIn(mine);
  if (given !== undefined) {
    if (image) return pulled({ target, ask, says }, image, `Bearer ${given}`, { meaning, anonymous, login });
    if (meaning.refusesWrongLogin || isFor(given, secret))
      return verdictOf("accepted", `${server.host} accepts the credential.`);
    const anyone = await token(undefined, undefined);
    if (isVerdict(anyone)) return anyone;
    return tokenIn(anyone) === undefined
      ? verdictOf("accepted", `${server.host} accepts the credential.`)
      : verdictOf("public", `${server.host} gives a token without a credential too. Verify it with an image.`);
  }
  if (status === 401 || (status === 400 && (meaning.refusesWith400 || secret.kind === "identity-token")))
    return refused(mine);
  if (status === 403) {
    // Google's text for a request whose key it did not take.
    if (!image || mine.body.includes("Unauthenticated request")) return refused(mine);
    const answer = await login();
    if (typeof answer !== "string") return answer;
    return answer === "refused" ? refused(mine) : denied(target, image, meaning, answer, says(mine));
  }
  if (status === 200) return verdictOf("unknown", `The answer of ${server.host} contains no token.`);
  return verdictOf("unknown", `${server.host} answers ${status} to the login.`, says(mine));
}

/** The token of an answer; an empty one is none. */
function tokenIn({ status, body }: Answer): string | undefined {
  const { token, access_token } = (status === 200 && jsonObject(body)) || {};
  const given = [token, access_token].find((one) => typeof one === "string" && /^[\x21-\x7e]+$/.test(one));
  return typeof given === "string" ? given : undefined;
}

/**
 * True if a token is a JSON Web Token for the user: its claim `sub` is empty for everybody else. Source:
 * https://distribution.github.io/distribution/spec/auth/jwt/.
 */
function isFor(token: string, secret: Secret): boolean {
  const claims = readClaims(token);
  return secret.kind === "basic" && claims?.["sub"] === secret.username;
}

async function pulled(
  { target, ask, says }: Exchange,
  image: TargetImage,
  authorization: string,
  {
    meaning,
    anonymous,
    login,
  }: { readonly meaning: RegistryMeaning; readonly anonymous: Answer | undefined; readonly login: Login },
): Promise<Verdict> {
  const { host, secret } = target;
  const { repository } = image;
  const answer = await ask(head(image, authorization), true);
  if (isVerdict(answer)) return answer;
  if (answer.status === 200)
    return anonymous?.status === 200
      ? open(image, secret, meaning.refusesWrongLogin ? "The login itself was accepted." : undefined)
      : verdictOf("may-pull", `${host} gives the manifest of ${image.name}.`);
  if (![401, 403, 404].includes(answer.status))
    return verdictOf("unknown", `${host} answers ${answer.status} for ${image.name}.`);
  // The answer to HEAD has no body. GET counts as a pull only where there is an image.
  const told = answer.status === 401 ? answer : await ask(head(image, authorization, "GET"), true);
  if (isVerdict(told)) return told;
  if (/token has expired/i.test(told.body))
    return verdictOf("refused", `${host} does not accept the credential.`, meaning.refused, says(told));
  if (answer.status === 404 && errorCode(told) === "MANIFEST_UNKNOWN")
    return anonymous?.status === 404
      ? verdictOf("public", `${host} has no ${image.name}. It answers the same without a credential.`)
      : verdictOf("may-pull", `The repository can be read, but ${host} has no ${image.name}.`);
  const state = await login();
  if (typeof state !== "string") return state;
  if (state === "refused") return verdictOf("refused", `${host} does not accept the credential.`, meaning.refused);
  const missing = errorCode(told) === "NAME_UNKNOWN" ? `${host} knows no ${repository}, or hides it.` : undefined;
  return denied(target, image, meaning, state, missing ?? says(told));
}

function denied(
  { host }: VerifyTarget,
  { repository }: TargetImage,
  meaning: RegistryMeaning,
  login: "accepted" | "unclear",
  more: string | undefined,
): Verdict {
  return login === "accepted"
    ? verdictOf("no-right", `${host} accepts the credential, but refuses ${repository}.`, meaning.noRight, more)
    : verdictOf(
        "refused",
        `${host} refuses ${repository}. It does not say whether the login is wrong or the right is missing.`,
        meaning.refused ?? meaning.noRight,
        more,
      );
}
