import type { NodeOptions } from "../../../src/core/containerd/hostsFiles.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { parseTarget } from "../../../src/core/file/release.ts";
import { parseImage } from "../../../src/core/images/reference.ts";
import { pullPlan } from "../../../src/core/pull/plan.ts";
import type { PullPlan } from "../../../src/core/pull/pullPlan.ts";
import { comparable, expectedRequests, isExpected, type Script } from "./requests.ts";

/** What containerd's own resolver did to pull an image. */
export interface PullVector {
  readonly name: string;
  /** The registries.yaml. */
  readonly input: string;
  readonly product: string;
  /** Flags of the node. */
  readonly node: readonly string[];
  readonly k3s: string;
  readonly containerd: string;
  readonly image: string;
  /** The image as containerd reads it. */
  readonly ref?: string;
  /** Why containerd refuses the name of the image. */
  readonly invalid?: string;
  readonly runs: Readonly<Partial<Record<Script, PullRun>>>;
}

export interface PullRun {
  readonly requests: readonly string[];
  /** What the pull ends with. */
  readonly error?: string;
}

/**
 * In what a plan differs from a recorded pull.
 *
 * @returns a line for each difference; none when they are equal
 */
export function differences(vector: PullVector): readonly string[] {
  const reading = parseImage(vector.image);
  if (vector.invalid !== undefined || !reading.ok)
    return reading.ok
      ? ["the name of the image is read"]
      : vector.invalid === undefined
        ? ["the name of the image is refused"]
        : [];
  const planned = pullPlan(openRegistries(vector.input), reading.image, optionsOf(vector));
  if (!planned.ok) return ["the file is refused"];
  const { plan } = planned;
  return Object.entries(vector.runs).flatMap(([script, run]): readonly string[] => {
    const file = /^unable to (?:read|load) (?:CA cert|CERT file) "([^"]*)"/.exec(run.error ?? "")?.[1];
    if (file !== undefined && run.requests.length === 0 && needs(plan, file)) return [];
    const expected = expectedRequests(plan, script as Script);
    if (isExpected(run.requests, expected)) return [];
    const lines = (list: readonly string[]): string => list.map((line) => `\n    ${line}`).join("");
    const planned = expected.map((ways) => ways.join(" or "));
    return [`${script}: recorded${lines(run.requests.map(comparable))}\n  planned${lines(planned)}`];
  });
}

/** Whether a plan says that this file has to be on the node, or that the pull fails in any case. */
function needs({ stopped, attempts }: PullPlan, file: string): boolean {
  return stopped !== undefined || attempts.some(({ tls }) => tls?.files.some(({ text }) => text === file));
}

/** A release of each line with the containerd that was recorded: 1.7.22, 2.0.4, 2.1.4 and 2.3.7. */
const releases: Readonly<Record<string, string>> = {
  "v1.30": "v1.30.6",
  "v1.32": "v1.32.4",
  "v1.34": "v1.34.1",
  "v1.36": "v1.36.3",
};

/** How the node of a vector runs. */
export function optionsOf({ product, k3s, node }: PullVector): NodeOptions {
  const target = parseTarget(`${product} ${releases[k3s] ?? k3s}`);
  return {
    ...(target ? { target } : {}),
    embeddedRegistry: node.includes("--embedded-registry"),
    disableDefaultEndpoint: node.includes("--disable-default-endpoint"),
  };
}
