import { looksLikeToken } from "../display/token.ts";
import type { ImageReference } from "../images/reference.ts";
import { imageIn, imageOfPath } from "./errorImage.ts";
import { type FoundSign, findSign, type PullErrorKind } from "./errorKinds.ts";
import { type ErrorRecord, errorRecords } from "./errorRecords.ts";
import { type ErrorRequest, hostBeside, requestBefore } from "./errorRequest.ts";
import { kindOfRequest } from "./kindOfRequest.ts";
import { containerdIn } from "./nodeVersion.ts";
import type { ContainerdLine, FailureClass } from "./shownFailure.ts";

/** The facts in a line about a failed pull. It contains no part of a secret, so all of it may be shown. */
export interface PullError {
  readonly kind: PullErrorKind;
  readonly image: ImageReference | undefined;
  /** Host and port that were really asked, as the request's URL names them; `undefined` where no one says. */
  readonly host: string | undefined;
  readonly scheme: "http" | "https" | undefined;
  /**
   * Whether the request was one for a token: its host need not be that of the registry. Source:
   * docs/how-k3s-reads-it/pull.md#challenge.
   */
  readonly forToken: boolean;
  /** The registry for which the host was asked as a mirror, as containerd's `?ns=` says. */
  readonly mirrorOf: string | undefined;
  readonly status: number | undefined;
  /** How the registry failed, where this is the error that containerd reports for the whole pull of the image. */
  readonly failure: FailureClass | undefined;
  /** The containerd of the node, where the text says so. */
  readonly containerd: ContainerdLine | undefined;
  /** The line of registries.yaml that a node can't read, from 1 on. */
  readonly line: number | undefined;
  /** The repository of Google's that the account may not read. */
  readonly repository: GoogleRepository | undefined;
  /**
   * Who pulled, where it was not the kubelet or crictl: another reads other settings. Source:
   * docs/how-k3s-reads-it/file.md, docs/how-k3s-reads-it/other-readers.md#rke2-runtime.
   */
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
  const containerd = containerdIn(text);
  const errors = new Map<string, PullError>();
  let lastImage = images.find((image) => image !== undefined);
  for (const [index, record] of records.entries()) {
    lastImage = images[index] ?? lastImage;
    const sign = findSign(record.squeezed);
    if (!sign) continue;
    const error = { ...errorOf(record, sign, lastImage), containerd };
    const identity = JSON.stringify([error.kind, error.image?.text, error.host, error.scheme]);
    const known = errors.get(identity);
    // A log names the failure of each registry before the error of the pull, which says more.
    if (!known || (known.failure === undefined && error.failure !== undefined)) errors.set(identity, error);
  }
  const all = [...errors.values()];
  const telling = all.filter(({ kind }) => kind !== "backoff");
  return (telling.length > 0 ? telling : all).slice(0, mostErrors);
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
  { kind: told, end }: FoundSign,
  image: ImageReference | undefined,
): Omit<PullError, "containerd"> {
  const request = requestBefore(squeezed, end);
  const host = request?.host ?? hostBeside(text);
  const mirrorOf = request?.mirrorOf;
  const status = statusIn(squeezed);
  const client = clientOf(text);
  const kind = kindOfRequest(told, { request, host, squeezed });
  return {
    kind,
    image: image ?? (request && imageOfPath(request)),
    host,
    scheme: request?.scheme,
    forToken: request?.forToken ?? false,
    mirrorOf,
    status,
    failure: client === undefined ? failureIn(squeezed, told, { request, status }) : undefined,
    line: kind === "file-unreadable" ? lineIn(squeezed) : undefined,
    repository: repositoryIn(squeezed),
    client,
  };
}

/**
 * How the registry failed that the error of a whole pull is about: the one error that containerd reports when it has tried
 * every registry for the manifest. Source: containerd `core/remotes/docker/resolver.go` (`Resolve`).
 */
function failureIn(
  squeezed: string,
  kind: PullErrorKind,
  { request, status }: { readonly request: ErrorRequest | undefined; readonly status: number | undefined },
): FailureClass | undefined {
  // While it goes on, its log has a line for each registry.
  if (!/failedtoresolve(?:reference|image)/i.test(squeezed) || /tryingnexthost/i.test(squeezed)) return undefined;
  if (request?.forToken || /failedtoauthorize|authorizationfailed|failedtodorequest/i.test(squeezed))
    return "no-answer";
  if (kind === "not-found") return "not-found";
  if (status !== undefined && /unexpectedstatus|failedwithstatuscode/i.test(squeezed))
    return status === 404 ? "not-found" : "status";
  return undefined;
}

const statusNames =
  /([45]\d\d)(?:Unauthorized|Forbidden|NotFound|TooManyRequests|ProxyAuthenticationRequired|BadRequest|MethodNotAllowed|InternalServerError|BadGateway|ServiceUnavailable|GatewayTime)/i;
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
