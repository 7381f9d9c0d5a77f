import fc from "fast-check";

/** Choices that a generator makes, one after the other. */
export interface Choices {
  pick<T>(...from: readonly T[]): T;
  /** Once in so many times. */
  oneIn(times: number): boolean;
  /** A number from 0. */
  below(count: number): number;
}

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Random choices, of which only the first are random: after those, each is the plainest, so that less of them is simpler. */
export function choices(most: number): fc.Arbitrary<() => Choices> {
  return fc.tuple(fc.nat(), fc.nat({ max: most })).map(
    ([seed, count]) =>
      () =>
        choicesFrom(seed, count),
  );
}

function choicesFrom(seed: number, count: number): Choices {
  const random = randomNumbers(seed);
  let left = count;
  const below = (number: number): number => (left-- > 0 ? Math.floor(random() * number) : 0);
  return {
    below,
    pick: (...from) => from[below(from.length)] as (typeof from)[number],
    oneIn: (times) => below(times) === times - 1,
  };
}
