import type { NodeOptions } from "../containerd/hostsFiles.ts";
import type { RegistriesFile } from "../file/file.ts";
import { dockerHubHost, isEmbeddedRegistry } from "../hosts/endpoint.ts";
import { type ImageReference, parseImage } from "../images/reference.ts";
import { pullPlan } from "../pull/plan.ts";
import type { PullAttempt, PullPlan } from "../pull/pullPlan.ts";
import type { PullError } from "./pullError.ts";
import type { ContainerdLine } from "./shownFailure.ts";

/** Where in a pull an error happened, by the file as it is now. */
export interface FailedPull {
  /** `undefined` when the error names no image and no host, or k3s can't read the file. */
  readonly plan: PullPlan | undefined;
  /** The registries that the error can be about; none when the file leads to no host of that name. */
  readonly attempts: readonly PullAttempt[];
  /** Whether the error names one registry, which is the first of `attempts`. */
  readonly named: boolean;
  /** Those that are tried before the named one. */
  readonly before: readonly PullAttempt[];
  /** Those that are tried after it. */
  readonly after: readonly PullAttempt[];
}

/**
 * Finds the request that failed in what containerd does for the image. Without a host, any of them can have failed; but
 * containerd 2 reports a failed connection or login only if all failed so, and then the first.
 *
 * @param line `undefined` where it is not known
 */
export function failedPull(
  error: PullError,
  file: RegistriesFile,
  options: NodeOptions,
  line: ContainerdLine | undefined,
): FailedPull {
  const image = error.image ?? imageFrom(error, file);
  const reading = image && pullPlan(file, image, nodeOf(error, options));
  if (!reading?.ok) return { plan: undefined, attempts: [], named: false, before: [], after: [] };
  const { plan } = reading;
  const all = plan.attempts;
  const there = attemptsAt(error, all);
  const [first] = there;
  if (first) {
    const index = all.indexOf(first);
    return { plan, attempts: there, named: true, before: all.slice(0, index), after: all.slice(index + 1) };
  }
  // The server for tokens need not be the registry, so any of them may have sent there.
  const anyOfThem = error.host === undefined || error.forToken;
  const attempts = anyOfThem ? all.filter(({ kind }) => kind !== "embedded") : [];
  const isFirst = error.host === undefined && error.failure === "no-answer" && line === 2;
  return { plan, attempts: isFirst ? attempts.slice(0, 1) : attempts, named: false, before: [], after: [] };
}

/** How the node runs: one that asked its embedded registry has one, at the port of its product. */
function nodeOf({ host, mirrorOf }: PullError, options: NodeOptions): NodeOptions {
  if (host === undefined || mirrorOf === undefined || !isEmbeddedRegistry(host)) return options;
  const product = host.endsWith(":9345") ? "rke2" : "k3s";
  return { ...options, embeddedRegistry: true, target: { ...options.target, product } };
}

/** The registries at the host of an error. */
function attemptsAt({ host, scheme, forToken }: PullError, all: readonly PullAttempt[]): readonly PullAttempt[] {
  const registry = forToken && host === "auth.docker.io" ? dockerHubHost : host;
  const there = all.filter((attempt) => attempt.host === registry);
  const sameScheme = there.filter(({ schemes }) => scheme !== undefined && schemes.includes(scheme));
  return sameScheme.length > 0 ? sameScheme : there;
}

/** An image that leads to the host of an error: of the registry it is a mirror of, else of itself. */
function imageFrom({ host, mirrorOf }: PullError, { mirrors }: RegistriesFile): ImageReference | undefined {
  if (host === undefined) return undefined;
  const mirror = mirrors.find(
    ({ registry, endpoints }) => registry !== "*" && endpoints.some(({ address }) => address?.host === host),
  );
  const registry = mirrorOf ?? mirror?.registry ?? (host === dockerHubHost ? "docker.io" : host);
  const reading = parseImage(`${registry}/image`);
  return reading.ok ? reading.image : undefined;
}
