/**
 * Finds by binary search where an ordered list changes.
 *
 * @param isBefore true for the first elements, and false for all that follow them
 * @returns how many elements it is true for
 */
export function partitionPoint<One>(ordered: readonly One[], isBefore: (one: One) => boolean): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(ordered[middle] as One)) low = middle + 1;
    else high = middle;
  }
  return low;
}
