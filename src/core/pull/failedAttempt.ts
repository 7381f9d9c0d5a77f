import type { NodeOptions } from "../containerd/hostsFiles.ts";
import { type ImageReference, parseImage } from "../images/reference.ts";
import { dockerHubHost } from "../registries/endpoint.ts";
import type { RegistriesFile } from "../registries/file.ts";
import { type PullAttempt, type PullPlan, pullPlan } from "./plan.ts";
import type { PullError } from "./pullError.ts";

/** Where in a pull an error happened, by the file as it is now. */
export interface FailedPull {
  /** `undefined` when the error names no image and no host, or k3s can't read the file. */
  readonly plan: PullPlan | undefined;
  /** The registries that the error can be about; none when the file leads to no host of that name. */
  readonly attempts: readonly PullAttempt[];
  /** Those that were asked before them, whose errors are not seen. */
  readonly before: readonly PullAttempt[];
}

/**
 * Finds the request that failed in what containerd does for the image. The error of the registry that is asked last is
 * the one that the kubelet shows (reference §4.4), so an error without a host is about that one.
 */
export function failedPull(error: PullError, file: RegistriesFile, options: NodeOptions): FailedPull {
  const image = error.image ?? imageFrom(error, file);
  const reading = image && pullPlan(file, image, options);
  if (!reading?.ok) return { plan: undefined, attempts: [], before: [] };
  const { plan } = reading;
  const attempts = attemptsOf(error, plan.attempts);
  const first = plan.attempts.findIndex((attempt) => attempts.includes(attempt));
  return { plan, attempts, before: error.forToken || first < 0 ? [] : plan.attempts.slice(0, first) };
}

function attemptsOf({ host, scheme, forToken }: PullError, all: readonly PullAttempt[]): readonly PullAttempt[] {
  if (host === undefined) return all.slice(-1);
  const there = all.filter((attempt) => attempt.host === host);
  if (forToken) {
    // The server for tokens need not be the registry, so any of them may have sent there.
    return there.length > 0 ? there : all.filter(({ kind }) => kind !== "embedded");
  }
  const sameScheme = there.filter((attempt) => attempt.scheme === scheme);
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
