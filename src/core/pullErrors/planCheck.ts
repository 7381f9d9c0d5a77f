import type { PullAttempt, PullPlan } from "../pull/pullPlan.ts";
import type { Path } from "../yaml/document.ts";
import type { PullError } from "./pullError.ts";

/** What the file has to do with an error, where no rule finds a fault. */
export interface PlanCause {
  readonly text: string;
  /** What else is known of it, a sentence each. */
  readonly details: readonly string[];
  readonly path: Path | undefined;
}

/** What one registry of a pull has to do with an error. */
export type Check = (attempt: PullAttempt, plan: PullPlan, error: PullError) => PlanCause | undefined;

export function cause(text: string, path: Path | undefined, details: readonly string[] = []): PlanCause {
  return { text, path, details };
}

/** Where in the file a registry is named. */
export function registryPath({ path }: PullAttempt, { mirror }: PullPlan): Path | undefined {
  return path ?? mirror?.path;
}
