import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Reader } from "./readers.ts";

/** How the time of a reader grows with its text. */
export interface Growth {
  /** What the time is multiplied by when the text is twice as long; 2 for one that only reads it. */
  readonly factor: number;
  /** In ms, of the longest text that was tried. */
  readonly time: number;
  readonly length: number;
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Shorter times are noise. */
const measurable = 4;

/**
 * Measures a reader with texts of which each is twice as long as the one before.
 *
 * @param limit ms after which no longer text is tried
 * @param tidy whether what others left is collected before each run, which takes longer than most runs
 */
export function growthOf(
  reader: Reader,
  text: (length: number) => string,
  lengths: readonly number[],
  { limit, runs, tidy }: { readonly limit: number; readonly runs: number; readonly tidy: boolean },
): Growth {
  const times: { readonly length: number; readonly time: number }[] = [];
  for (const length of lengths) {
    const made = text(length);
    // Characters in a row are made flat once, outside the time.
    made.charCodeAt(0);
    const time = fastest(() => reader.run(made), runs, tidy);
    times.push({ length, time });
    if (time > limit) break;
  }
  const [last] = times.slice(-1);
  const [first] = times.filter(({ time }) => time >= measurable);
  if (!last || !first || first === last) return { factor: 1, time: last?.time ?? 0, length: last?.length ?? 0 };
  return { factor: (last.time / first.time) ** (1 / Math.log2(last.length / first.length)), ...last };
}

/** In ms of the processor. The fastest of some runs is the one that was disturbed least; slow ones are not repeated. */
function fastest(run: () => unknown, runs: number, tidy: boolean): number {
  let best = Number.POSITIVE_INFINITY;
  for (let count = 0; count < runs; count++) {
    if (tidy) collect();
    const started = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(started);
    const time = (user + system) / 1000;
    best = Math.min(best, time);
    if (time > 500) break;
  }
  return best;
}
