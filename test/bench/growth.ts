import type { Reader } from "./readers.ts";

/** How the time of a reader grows with its text. */
export interface Growth {
  /** What the time is multiplied by when the text is twice as long; 2 for one that only reads it. */
  readonly factor: number;
  /** In ms, of the longest text that was tried. */
  readonly time: number;
  readonly length: number;
}

/** Shorter times are noise. */
const measurable = 4;

/**
 * Measures a reader with texts of which each is twice as long as the one before.
 *
 * @param limit ms after which no longer text is tried
 */
export function growthOf(
  reader: Reader,
  text: (length: number) => string,
  lengths: readonly number[],
  { limit, runs }: { readonly limit: number; readonly runs: number },
): Growth {
  const times: { readonly length: number; readonly time: number }[] = [];
  for (const length of lengths) {
    const made = text(length);
    // Characters in a row are made flat once, outside the time.
    made.charCodeAt(0);
    const time = fastest(() => reader(made), runs);
    times.push({ length, time });
    if (time > limit) break;
  }
  const [last] = times.slice(-1);
  const [first] = times.filter(({ time }) => time >= measurable);
  if (!last || !first || first === last) return { factor: 1, time: last?.time ?? 0, length: last?.length ?? 0 };
  return { factor: (last.time / first.time) ** (1 / Math.log2(last.length / first.length)), ...last };
}

/** The fastest of some runs is the one that other work on the machine disturbed least; slow ones are not repeated. */
function fastest(run: () => unknown, runs: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let count = 0; count < runs; count++) {
    const started = performance.now();
    run();
    const time = performance.now() - started;
    best = Math.min(best, time);
    if (time > 500) break;
  }
  return best;
}
