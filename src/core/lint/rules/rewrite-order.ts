import type { Mirror } from "../../file/file.ts";
import { conflictBetween, type RewriteConflict, searchBudget } from "../../file/rewrites/patternSearch.ts";
import type { Rewrite } from "../../file/rewrites/rewrite.ts";
import { isHubMirror } from "../../file/rewrites/rewrites.ts";
import type { Report, Rule } from "../rule.ts";

/** How many pairs of patterns are compared in one file, far more than in a file written by hand. */
const maxPairs = 300;

export const summary = "Two rewrites of a mirror match the same image, in random order";

/** Source: docs/how-k3s-reads-it/rewrites.md#order. */
export const rewriteOrder: Rule = {
  id: "rewrite-order",
  severity: "warning",
  check({ doc, mirrors }) {
    const reports: Report[] = [];
    if (doc.structural) return reports;
    const compare = comparer();
    const reported = new Set<number>();
    for (const mirror of mirrors) {
      if (mirror.rewrites.length < 2) continue;
      for (const report of orderReports(mirror, compare)) {
        const { start } = "start" in report.at ? report.at : doc.span(report.at, "key");
        if (reported.has(start)) continue;
        reported.add(start);
        reports.push(report);
      }
    }
    return reports;
  },
};

type Compare = (a: Rewrite, b: Rewrite, onDockerHub: boolean) => RewriteConflict | undefined;

/** Files repeat the same rewrites for many mirrors; each pair is compared once. */
function comparer(): Compare {
  const known = new Map<string, RewriteConflict | undefined>();
  const budget = searchBudget();
  return (a, b, onDockerHub) => {
    const key = JSON.stringify([a.pattern, a.replacement, b.pattern, b.replacement, onDockerHub]);
    if (!known.has(key) && known.size < maxPairs) known.set(key, conflictBetween(a, b, onDockerHub, budget));
    return known.get(key);
  };
}

interface Pair {
  readonly one: Rewrite;
  readonly other: Rewrite;
  readonly conflict: RewriteConflict;
}

/** Yields one finding for each pattern that conflicts with others, the one with the most conflicts first. */
function* orderReports(mirror: Mirror, compare: Compare): Iterable<Report> {
  let pairs = conflicts(mirror, compare);
  while (pairs.length > 0) {
    const counts = new Map<Rewrite, number>();
    for (const { one, other } of pairs)
      for (const rewrite of [one, other]) counts.set(rewrite, (counts.get(rewrite) ?? 0) + 1);
    const [worst] = [...counts].sort(
      ([a, x], [b, y]) => y - x || mirror.rewrites.indexOf(b) - mirror.rewrites.indexOf(a),
    );
    if (!worst) return;
    const [rewrite] = worst;
    const own = pairs.filter(({ one, other }) => one === rewrite || other === rewrite);
    pairs = pairs.filter((pair) => !own.includes(pair));
    yield report(mirror, rewrite, own);
  }
}

function report({ registry }: Mirror, rewrite: Rewrite, pairs: readonly Pair[]): Report {
  const others = pairs.map(({ one, other }) => (one === rewrite ? other : one));
  const { one, conflict } = pairs[0] as Pair;
  const [own, foreign] = one === rewrite ? [conflict.first, conflict.second] : [conflict.second, conflict.first];
  const more = others.length > 1 ? ` (and ${others.length - 1} more)` : "";
  return {
    at: rewrite.path,
    part: "key",
    message: `This rewrite changes "${registry}/${conflict.repository}" to "${own}", another one${more} to "${foreign}", and containerd picks one at random at each pull. Let only one pattern match an image.`,
    related: others.map((other) => ({ at: other.path, message: "This pattern matches the same image" })),
  };
}

/** Returns the pairs that conflict. Patterns with different fixed starts are not compared at all. */
function conflicts(mirror: Mirror, compare: Compare): Pair[] {
  const hub = isHubMirror(mirror);
  const rewrites = mirror.rewrites
    .filter(({ templated, replacement, reading }) => !templated && replacement !== undefined && reading.ok)
    .map((rewrite) => ({ rewrite, ...rewrite.start }));
  const loose = rewrites.filter(({ anchored, prefix }) => !anchored || prefix === "");
  const bound = rewrites
    .filter(({ anchored, prefix }) => anchored && prefix !== "")
    .sort((a, b) => (a.prefix < b.prefix ? -1 : a.prefix > b.prefix ? 1 : 0));
  const pairs: Pair[] = [];
  let rest = maxPairs;
  for (const [one, other] of comparable(loose, bound)) {
    // Of thousands of patterns that begin alike, there are too many pairs even to count.
    if (rest-- <= 0) break;
    const conflict = compare(one, other, hub);
    if (conflict) pairs.push({ one, other, conflict });
  }
  return pairs;
}

interface StartedRewrite {
  readonly rewrite: Rewrite;
  readonly prefix: string;
}

/**
 * The pairs of rewrites that can match the same name.
 *
 * @param loose those that match anywhere in a name
 * @param bound those that names begin with, in order
 */
function* comparable(
  loose: readonly StartedRewrite[],
  bound: readonly StartedRewrite[],
): Iterable<readonly [Rewrite, Rewrite]> {
  for (const [index, { rewrite }] of loose.entries()) {
    for (const other of loose.slice(index + 1)) yield [rewrite, other.rewrite];
    for (const other of bound) yield [rewrite, other.rewrite];
  }
  for (const [index, { rewrite, prefix }] of bound.entries())
    for (let next = index + 1; next < bound.length; next++) {
      const other = bound[next] as StartedRewrite;
      if (!other.prefix.startsWith(prefix)) break;
      yield [rewrite, other.rewrite];
    }
}
