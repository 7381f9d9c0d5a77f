import { shownHost } from "../display/shown.ts";
import { supports, type Target } from "../file/release.ts";
import type { PullAttempt } from "../pull/pullPlan.ts";
import { rulesOfHiddenMirror, rulesOfMirrorWithoutImage, rulesOfUnusedMirror } from "./errorRules.ts";
import type { FailedPull } from "./failedAttempt.ts";
import type { PlanCause } from "./planCheck.ts";
import type { PullError } from "./pullError.ts";
import type { ContainerdLine } from "./shownFailure.ts";

/** What the error of a pull says about the registries that it does not name. */
export interface OtherRegistries {
  readonly remarks: readonly string[];
  /** What it says about the mirrors of the file that are tried before the named registry. */
  readonly cause: PlanCause | undefined;
  /** The rules that find why these failed, or were not tried. */
  readonly rules: readonly string[];
  /** Whether the node, as far as that is known, has not read the file as it is now. */
  readonly fileIsUnread: boolean;
}

/** The containerd that made a pull: the one of the pasted text, else the one of the target. */
export function containerdOf({ containerd }: PullError, target: Target = {}): ContainerdLine | undefined {
  if (containerd !== undefined) return containerd;
  const isSecond = supports(target, "containerd 2");
  return isSecond === undefined ? undefined : isSecond ? 2 : 1;
}

/**
 * Concludes from the one error that containerd reports what became of the other registries, by `shownFailure`: what was
 * tried before and weighs more would be reported instead.
 *
 * @param line `undefined` where it is not known
 * @param seen hosts whose own failure is in the pasted text, so that they were tried
 */
export function otherRegistries(
  { failure, host, kind }: PullError,
  { plan, named, attempts, before, after }: FailedPull,
  line: ContainerdLine | undefined,
  seen: ReadonlySet<string>,
): OtherRegistries {
  const nothing = { remarks: [], cause: undefined, rules: [], fileIsUnread: false };
  if (failure === undefined || !plan) return nothing;
  if (plan.stopped) {
    const { text, path } = plan.stopped;
    return { ...nothing, cause: { text: triesNone, details: [text], path }, fileIsUnread: true };
  }
  if (failure === "not-found" && host === undefined)
    return plan.attempts.length < 2
      ? nothing
      : { ...nothing, remarks: [withoutHost(addresses(plan.attempts), line)], rules: rulesWithoutHost(line) };
  const [failed] = attempts;
  if (!named || !failed) return nothing;
  const later =
    kind === "embedded-registry-miss" || after.length === 0 ? [] : [followers(failed, after, failure, line)];
  const unseen = before.filter((attempt) => !seen.has(attempt.host));
  if (unseen.length === 0 || unseen.length < before.length) return { ...nothing, remarks: later };
  const path = unseen[0]?.path ?? plan.mirror?.path;
  const { text, details } = precursors(addresses(unseen), shownHost(failed.host), failure, line);
  const fileIsUnread = failure === "no-answer" && line !== 1;
  return { remarks: later, cause: { text, details, path }, rules: rulesBefore(failure, line), fileIsUnread };
}

function addresses(attempts: readonly PullAttempt[]): string {
  return attempts.map(({ scheme, host }) => `${scheme}://${shownHost(host)}`).join(", ");
}

/** "not found" names no host. */
function withoutHost(all: string, line: ContainerdLine | undefined): string {
  if (line === 1) return `With containerd 1, each registry that was tried gave this answer: ${all}.`;
  if (line === 2)
    return `At least one of these does not have the image: ${all}. containerd 2 hides a failed connection or login to the others: look in containerd.log on the node.`;
  return `At least one of these does not have the image: ${all}. containerd 2 (since v1.31.6 and v1.32.2) hides a failed connection or login to the others, containerd 1 does not: look in containerd.log on the node.`;
}

function rulesWithoutHost(line: ContainerdLine | undefined): readonly string[] {
  return line === 1 ? rulesOfMirrorWithoutImage : rulesOfHiddenMirror;
}

/** What became of those that are tried after the named one. */
function followers(
  { host }: PullAttempt,
  after: readonly PullAttempt[],
  failure: PullError["failure"],
  line: ContainerdLine | undefined,
): string {
  const [name, others] = [shownHost(host), addresses(after)];
  return failure === "no-answer" && line === 2
    ? `The connection or login to ${others} failed too: containerd 2 would report any other answer instead.`
    : `${others} failed too. containerd reports only ${name}: containerd.log on the node has all errors.`;
}

interface Conclusion {
  readonly text: string;
  readonly details: readonly string[];
}

const triesNone = "With this file, containerd tries no registry at all. This node has not read the current file.";

const notRead =
  "The node has not read the current file, or containerd rejected the hosts.toml made from it. Restart k3s or RKE2 on the node and look in containerd.log.";

/** What became of those that are tried before the named one. */
function precursors(
  mirrors: string,
  name: string,
  failure: PullError["failure"],
  line: ContainerdLine | undefined,
): Conclusion {
  if (line === 1)
    return {
      text: `The error names ${name}. So either ${mirrors} answered "not found" before it, or the node has not read this file.`,
      details: [],
    };
  if (failure === "status")
    return {
      text: `Either ${mirrors} failed before ${name}, or the node has not read this file. containerd reports only ${name}: containerd.log on the node has all errors.`,
      details: [],
    };
  if (line === 2)
    return {
      text: `This node did not try ${mirrors}. Otherwise containerd 2 would not report ${name}.`,
      details: [notRead],
    };
  return {
    text: `With containerd 2 (since v1.31.6 and v1.32.2), this node did not try ${mirrors}: its failure would be reported instead. With containerd 1, ${mirrors} may have answered "not found".`,
    details: [notRead],
  };
}

function rulesBefore(failure: PullError["failure"], line: ContainerdLine | undefined): readonly string[] {
  if (line === 1) return rulesOfMirrorWithoutImage;
  if (failure === "status") return rulesOfHiddenMirror;
  return line === 2 ? rulesOfUnusedMirror : rulesOfMirrorWithoutImage;
}
