/**
 * How a registry failed a pull, as far as containerd tells failures apart: an HTTP status other than 404, a 404, or no
 * usable answer (no connection, no TLS, or a login that was refused).
 */
export type FailureClass = "status" | "not-found" | "no-answer";

/** The major version of containerd. 1 is k3s and RKE2 before v1.31.6 and v1.32.2. */
export type ContainerdLine = 1 | 2;

const weights: Readonly<Record<FailureClass, number>> = { status: 3, "not-found": 2, "no-answer": 1 };

/**
 * The registry whose error containerd reports when all of them failed. containerd 1 reports the first failure that is not
 * a 404. containerd 2 reports the heaviest class, and within it the registry that was tried first. A 404 is reported as
 * "not found", without a host. Source: docs/how-k3s-reads-it/pull.md#error-shown; containerd `remotes/docker/resolver.go`
 * (1.7) and `core/remotes/docker/resolver.go` (2.x), `Resolve`.
 *
 * @param tried in the order of the pull
 * @returns `undefined` for none
 */
export function shownFailure<Tried extends { readonly failure: FailureClass }>(
  tried: readonly Tried[],
  line: ContainerdLine,
): Tried | undefined {
  if (line === 1) return tried.find(({ failure }) => failure !== "not-found") ?? tried[0];
  const heaviest = tried.reduce((most, { failure }) => Math.max(most, weights[failure]), Number.NEGATIVE_INFINITY);
  return tried.find(({ failure }) => weights[failure] === heaviest);
}
