import { parseTarget, supports } from "../file/release.ts";
import type { ContainerdLine } from "./shownFailure.ts";

/**
 * The major version of containerd on the node that a log or the output of kubectl is from: as it names containerd itself
 * (`containerd://2.0.4-k3s3`), or by the release of k3s or RKE2 (`v1.32.2+k3s1`). Tags of images have `-` in the place of
 * `+`, so they do not count.
 *
 * @returns `undefined` where the text names none, or several that differ
 */
export function containerdIn(text: string): ContainerdLine | undefined {
  const lines = new Set<ContainerdLine>();
  for (const [, major] of text.matchAll(/\bcontainerd:\/\/([12])\.\d/g)) lines.add(major === "1" ? 1 : 2);
  for (const [, major] of text.matchAll(/k3s-io\/containerd (?:v)?([12])\.\d/g)) lines.add(major === "1" ? 1 : 2);
  for (const [release] of text.matchAll(/\bv1\.\d{1,3}\.\d{1,3}\+(?:k3s|rke2r)\d/g)) {
    const since = supports(parseTarget(release) ?? {}, "containerd 2");
    if (since !== undefined) lines.add(since ? 2 : 1);
  }
  const [only, ...others] = lines;
  return others.length === 0 ? only : undefined;
}
