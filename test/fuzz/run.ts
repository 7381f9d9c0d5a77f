import fc from "fast-check";
import { carrierCases, checkCase, type FuzzCase, fuzzCases } from "./cases.ts";
import { shrunk } from "./shrink.ts";

/** Failures whose messages differ in names and numbers alone are one kind. */
export interface Failure {
  readonly kind: string;
  readonly message: string;
  /** The smallest text that fails in this way. */
  readonly text: string;
  /** The name of a file that carries it. */
  readonly path: string | undefined;
  readonly count: number;
}

export interface Progress {
  readonly done: number;
  /** Milliseconds. */
  readonly longest: number;
  readonly failures: readonly Failure[];
}

/** A text that takes longer than this, in milliseconds, fails: a generous bound, for shapes that take minutes. */
const slow = 5000;
const batch = 500;

export interface FuzzOptions {
  /** Each check with each input, not with a share of them. */
  readonly everything?: boolean;
  /** Files of other tools that carry a registries.yaml. */
  readonly carriers?: boolean;
}

/** Checks cases from a seed on, and says after each batch what came of all so far. */
export function* fuzz(runs: number, seed: number, options: FuzzOptions = {}): Iterable<Progress> {
  const { everything = false, carriers = false } = options;
  const cases = carriers ? carrierCases() : fuzzCases();
  const failures = new Map<string, Failure>();
  let longest = 0;
  for (let done = 0; done < runs; done += batch) {
    const numRuns = Math.min(batch, runs - done);
    for (const one of fc.sample(cases, { numRuns, seed: seed + done })) {
      const started = performance.now();
      const error = failureOf(one, everything);
      const time = performance.now() - started;
      longest = Math.max(longest, time);
      if (error === undefined && time < slow) continue;
      const message = error ?? `took ${Math.round(time)} ms`;
      const kind = kindOf(message);
      const known = failures.get(kind);
      const fails = (text: string): boolean => {
        const other = failureOf({ ...one, text }, everything);
        // A secret that is shown elsewhere is another failure.
        return other !== undefined && (/shows a secret/.test(kind) ? other === message : kindOf(other) === kind);
      };
      const text = known?.text ?? (error === undefined ? one.text : shrunk(one.text, fails));
      const { path } = known ?? one;
      failures.set(kind, { kind, message: known?.message ?? message, text, path, count: (known?.count ?? 0) + 1 });
    }
    yield { done: done + numRuns, longest, failures: [...failures.values()] };
  }
}

function failureOf(one: FuzzCase, everything: boolean): string | undefined {
  try {
    checkCase(one, everything);
    return undefined;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

function kindOf(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/(shows a secret): .*/, "$1").replace(/"[^"]*"|\d+/g, "…");
}
