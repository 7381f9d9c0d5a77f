/** Brackets and strings inside each other that are looked into. */
export const deepestExpression = 40;

/** How many ends may still be missed in one text, so that the work does not grow faster than the text. */
export interface Failures {
  left: number;
}

/** A file that is being written has one or two expressions without an end. */
export function someFailures(): Failures {
  return { left: 50 };
}

/** What a search finds; one that finds nothing counts, and when too many did, none is made. */
export function counted<Result>(failures: Failures, search: () => Result | undefined): Result | undefined {
  if (failures.left <= 0) return undefined;
  const found = search();
  if (found === undefined) failures.left--;
  return found;
}
