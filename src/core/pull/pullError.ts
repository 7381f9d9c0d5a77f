import { isShownHost } from "../display/shown.ts";
import { looksLikeToken } from "../display/token.ts";
import { type ImageReference, parseImage } from "../images/reference.ts";
import { type FoundSign, findSign, type PullErrorKind } from "./errorKinds.ts";
import { type ErrorRecord, errorRecords } from "./errorRecords.ts";

/** What a line about a failed pull says. It holds nothing of a secret, wherever one was pasted: all of it may be shown. */
export interface PullError {
  readonly kind: PullErrorKind;
  readonly image: ImageReference | undefined;
  /** Host and port that were really asked, as the request's URL names them; `undefined` where no one says. */
  readonly host: string | undefined;
  readonly scheme: "http" | "https" | undefined;
  /** Whether the request was one for a token: its host need not be that of the registry (reference §6.1). */
  readonly forToken: boolean;
  /** The registry for which the host was asked as a mirror, as containerd's `?ns=` says. */
  readonly mirrorOf: string | undefined;
  readonly status: number | undefined;
  /** The line of registries.yaml that a node can't read, from 1 on. */
  readonly line: number | undefined;
  /** The repository of Google's that the account may not read. */
  readonly repository: GoogleRepository | undefined;
  /** Who pulled, where it was not the kubelet or crictl: another reads other settings (reference §7.1, §7.2). */
  readonly client: "ctr" | "docker" | "rke2-runtime" | undefined;
}

export interface GoogleRepository {
  readonly project: string;
  readonly location: string;
  readonly repository: string;
}

/** So many different errors are told apart; a whole log repeats the same few. */
const mostErrors = 8;

/**
 * Reads the errors of pulls out of pasted text: lines of `kubectl describe pod`, of `kubectl get events`, of the journal of
 * k3s or RKE2, of containerd's log, of `crictl pull` or `ctr`. Never throws; takes any text.
 *
 * @returns each different error once, in the order of the text; none when there is nothing known in it
 */
export function readPullErrors(text: string): readonly PullError[] {
  const records = errorRecords(text);
  const images = records.map(imageIn);
  const errors: PullError[] = [];
  const seen = new Set<string>();
  let lastImage = images.find((image) => image !== undefined);
  for (const [index, record] of records.entries()) {
    lastImage = images[index] ?? lastImage;
    const sign = findSign(record.squeezed);
    if (!sign) continue;
    const error = errorOf(record, sign, lastImage);
    const identity = JSON.stringify([error.kind, error.image?.text, error.host, error.scheme]);
    if (!seen.has(identity)) errors.push(error);
    seen.add(identity);
  }
  const telling = errors.filter(({ kind }) => kind !== "backoff");
  return (telling.length > 0 ? telling : errors).slice(0, mostErrors);
}

/** The first of them; what follows it is mostly what it led to. */
export function readPullError(text: string): PullError | undefined {
  return readPullErrors(text)[0];
}

/**
 * Whether a text speaks of pulls of images, so that an error in it is one of a pull: a refused connection, for one, has the
 * same words elsewhere. For text that nobody said is such an error.
 */
export function speaksOfPulls(text: string): boolean {
  return /pull|image|regist|manifest|containerd|crictl|docker|(?:oauth|anonymous) token|k3s|rke2|hosts\.toml/i.test(
    text,
  );
}

function errorOf(
  { text, squeezed }: ErrorRecord,
  { kind, end }: FoundSign,
  image: ImageReference | undefined,
): PullError {
  const request = requestBefore(squeezed, end);
  const host = request?.host ?? hostBeside(text);
  const mirrorOf = request?.mirrorOf;
  return {
    kind,
    image: image ?? (request && imageOfPath(request)),
    host,
    scheme: request?.scheme,
    forToken: request?.forToken ?? false,
    mirrorOf,
    status: statusIn(squeezed),
    line: kind === "file-unreadable" ? lineIn(squeezed) : undefined,
    repository: repositoryIn(squeezed),
    client: clientOf(text),
  };
}

/** How an image is named right after what was done with it; in quotes, since a terminal may break it anywhere. */
const quotedImages: readonly RegExp[] = [
  /failedtoresolvereference"([^"]+)"/i,
  /failedtopullandunpackimage"([^"]+)"/i,
  /(?:failedtopullimage|failedpullingimage|back-offpullingimage|failedtogetsandboximage|pullimage|pullingimage)"([^"]+)"/i,
  /pullingruntimeimage"?([^"]{1,400})"/i,
];

/** Those without quotes end at a blank. */
const plainImages: readonly RegExp[] = [
  /\bimage="?([^\s"]{1,400})/,
  // An option without `=` may have a value after it, which may be a password.
  /\b(?:crictl|ctr|docker|nerdctl)\s(?:[a-z-]+\s){0,3}pull\s(?:--?[\w-]{1,40}=\S{1,400}\s){0,5}([^\s"-][^\s"]{0,400})/,
  /failed to get runtime image ([^\s"]{1,400}?):\s/,
  /pull access denied for ([^\s,]{1,400})/,
  /manifest for ([^\s"]{1,400}) not found/,
  /(?<![^\s"])([\w.-]{1,255}(?::\d{1,5})?\/[^\s"]{1,400}?): failed to authorize/,
  /(?<![^\s"])([^\s"]{1,400}): resolving/,
];

function imageIn({ text, squeezed }: ErrorRecord): ImageReference | undefined {
  const named = [...quotedImages.map((pattern) => pattern.exec(squeezed)), ...plainImages.map((p) => p.exec(text))];
  for (const match of named) {
    const image = match?.[1] === undefined ? undefined : safeImage(withoutMarkdown(match[1]));
    if (image) return image;
  }
  return undefined;
}

/** A link of a web page, of which the text is the name. */
function withoutMarkdown(name: string): string {
  return /^\[([^\]]+)\]\(/.exec(name)?.[1] ?? name;
}

function safeImage(name: string): ImageReference | undefined {
  const reading = parseImage(name);
  return reading.ok && !name.split(/[/:@]/).some(looksLikeToken) ? reading.image : undefined;
}

interface Request {
  readonly scheme: "http" | "https";
  readonly host: string | undefined;
  readonly path: string;
  readonly forToken: boolean;
  readonly mirrorOf: string | undefined;
}

/** Other URLs in an error tell where to read more. */
const requestUrl =
  /(?<=(?:get|head|post|put|requestto|statuscode|url=)["'[]*)(https?):\/\/([^/"'\s?#\\]+)([^"'\s?#\\]*)(?:\?([^"'\s]*))?/gi;

/** The last request that a text names before its error, else the first one after it. */
function requestBefore(squeezed: string, end: number): Request | undefined {
  const urls = [...squeezed.matchAll(requestUrl)];
  const match = urls.filter(({ index }) => index < end).at(-1) ?? urls[0];
  if (!match) return undefined;
  const [, scheme = "", authority = "", path = "", query = ""] = match;
  const before = squeezed.slice(0, match.index);
  return {
    scheme: scheme.toLowerCase() === "http" ? "http" : "https",
    host: safeHost(authority),
    path,
    forToken: /token:[\s\S]{0,80}$/i.test(before) || /(?:^|&)(?:scope|service)=/.test(query),
    mirrorOf: safeHost(decoded(/(?:^|&)ns=([^&]*)/.exec(query)?.[1] ?? "")),
  };
}

/** A host that stands beside an error without a URL. */
function hostBeside(text: string): string | undefined {
  const named =
    /\bhost="?([^\s"]+)"?/.exec(text) ??
    /pulling from host (\S+) failed/.exec(text) ??
    /\blookup (\S+?):? (?:on|no such|Try)\b/i.exec(text);
  return safeHost(named?.[1] ?? "");
}

/** A host without what may stand before it as a user; nothing that only looks like one, which may be a secret. */
function safeHost(authority: string): string | undefined {
  const host = authority.replace(/^.*@/s, "").replace(/[,;:.]+$/, "");
  return host !== "*" && isShownHost(host) ? host : undefined;
}

/** The image that the path of a request for a manifest or a layer names. */
function imageOfPath({ host, path, mirrorOf, forToken }: Request): ImageReference | undefined {
  const [, repository, tag] = /\/v2\/(.+)\/(?:manifests|blobs)\/([^/:]+(?::[a-f\d]+)?)/.exec(path) ?? [];
  const asked = host === "registry-1.docker.io" ? "docker.io" : host;
  const registry = mirrorOf ?? asked;
  if (registry === undefined || repository === undefined || tag === undefined || forToken) return undefined;
  const isTag = path.includes("/manifests/");
  return safeImage(`${registry}/${repository}${!isTag ? "" : tag.includes(":") ? `@${tag}` : `:${tag}`}`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

const statusNames =
  /([45]\d\d)(?:Unauthorized|Forbidden|NotFound|TooManyRequests|BadRequest|MethodNotAllowed|InternalServerError|BadGateway|ServiceUnavailable|GatewayTime)/i;
const statusWords: Readonly<Record<string, number>> = {
  notfound: 404,
  unauthorized: 401,
  forbidden: 403,
  internalservererror: 500,
};

function statusIn(squeezed: string): number | undefined {
  const number = statusNames.exec(squeezed)?.[1] ?? /status(?:code)?:?([45]\d\d)(?!\d)/i.exec(squeezed)?.[1];
  if (number !== undefined) return Number(number);
  const word = /http\.Status([A-Za-z]+?)(?=host|["\s]|$)/.exec(squeezed)?.[1];
  return word === undefined ? undefined : statusWords[word.toLowerCase()];
}

function lineIn(squeezed: string): number | undefined {
  const line = /\bline(\d{1,6}):|yaml:line(\d{1,6})/.exec(squeezed) ?? /line(\d{1,6}):/.exec(squeezed);
  const digits = line?.[1] ?? line?.[2];
  return digits === undefined ? undefined : Number(digits);
}

function repositoryIn(squeezed: string): GoogleRepository | undefined {
  const name = "([a-z][a-z\\d.:-]{0,80})";
  const [, project, location, repository] =
    new RegExp(`projects/${name}/locations/([a-z\\d-]{1,40})/repositories/${name}`).exec(squeezed) ?? [];
  if (project === undefined || location === undefined || repository === undefined) return undefined;
  return [project, repository].some(looksLikeToken) ? undefined : { project, location, repository };
}

function clientOf(text: string): PullError["client"] {
  if (/(?:^|\s)ctr:\s|\bctr\s+(?:-\S+\s+\S+\s+)*(?:i|images?|image)\s+pull\b/.test(text)) return "ctr";
  if (/Error response from daemon/.test(text)) return "docker";
  return /runtime image|Failed to get image from endpoint|all endpoints failed/.test(text) ? "rke2-runtime" : undefined;
}
