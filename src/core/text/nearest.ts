/**
 * The name that was most likely meant by a misspelt one: the nearest by letters that are wrong, missing, too many or
 * swapped. Of names that are equally near it is the longest: letters are dropped and swapped more often than added.
 *
 * @param most how many letters away it may be; never more than a third of the word
 * @returns `undefined` when none is so near
 */
export function nearestName(written: string, names: Iterable<string>, most = 2): string | undefined {
  const bare = written.toLowerCase().replaceAll("_", "-");
  if (bare.length > 64) return undefined;
  let nearest: string | undefined;
  let least = Math.min(most, Math.floor(bare.length / 3));
  for (const name of names) {
    if (Math.abs(name.length - bare.length) > least) continue;
    const steps = distance(bare, name.toLowerCase(), least + 1);
    if (steps > least || (steps === least && nearest && name.length <= nearest.length)) continue;
    least = steps;
    nearest = name;
  }
  return nearest;
}

/** How many letters differ; counting stops at `limit`, and the result is then at least that. */
function distance(a: string, b: string, limit: number): number {
  // Three rows are reused: most words already differ in the first ones.
  let [before, last, row]: [number[], number[], number[]] = [[], [], []];
  for (let k = 0; k <= b.length; k++) last.push(k);
  let leastBefore = 0;
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let least = i;
    for (let k = 1; k <= b.length; k++) {
      const same = a[i - 1] === b[k - 1];
      const swapped = i > 1 && k > 1 && a[i - 1] === b[k - 2] && a[i - 2] === b[k - 1];
      const steps = Math.min((last[k] ?? 0) + 1, (row[k - 1] ?? 0) + 1, (last[k - 1] ?? 0) + (same ? 0 : 1));
      const all = swapped ? Math.min(steps, (before[k - 2] ?? 0) + 1) : steps;
      if (all < least) least = all;
      row[k] = all;
    }
    // A swap of letters takes up from two rows before.
    if (Math.min(least, leastBefore) >= limit) return limit;
    leastBefore = least;
    [before, last, row] = [last, row, before];
  }
  return last[b.length] ?? 0;
}
