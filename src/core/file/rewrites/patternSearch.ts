import { findMatch } from "../../regexp/match.ts";
import { sampleMatch } from "../../regexp/sample.ts";
import { alphabet, type Budget, isRepositoryName, nameMatchedByAll } from "./repositoryName.ts";
import type { Rewrite } from "./rewrite.ts";

/** Names that people know; those on Docker Hub all have a `/`. */
const examples = ["library/nginx", "rancher/pause", "nginx"];

/** How many steps a search for names may take in one file. */
export function searchBudget(): Budget {
  return { steps: 3000 };
}

/** What takes as long as a step of a search. Patterns of the usual size take less, and cost nothing. */
const instructionsPerStep = 2000;

/** The longest name of a repository. Source: distribution/reference `reference.go` (`RepositoryNameTotalLengthMax`). */
const longestName = 255;

/** Patterns that plainly match a name: a literal beginning and anything after it. */
const plainly = /^\^?(?:[a-z0-9]+[._/-])*[a-z0-9]*\(?\.[*+]\)?\$?$/;

/**
 * Whether there can be a repository that a rewrite's pattern matches. Patterns that can't be read match none.
 *
 * @returns `"unknown"` when that would take too long to find out
 */
export function matchesSomething(rewrite: Rewrite, onDockerHub: boolean, budget: Budget): boolean | "unknown" {
  if (plainly.test(rewrite.pattern)) return true;
  const { program } = rewrite;
  if (!program) return rewrite.reading.ok ? "unknown" : false;
  for (const name of candidates([rewrite], onDockerHub)) if (matches(rewrite, name, budget)) return true;
  const found = nameMatchedByAll([program], onDockerHub, budget);
  return found === "unknown" ? found : found !== "none";
}

/**
 * A repository's name that a rewrite's pattern matches, one that people know if there is any.
 *
 * @returns `undefined` when there is none, or finding one would take too long
 */
export function exampleFor(rewrite: Rewrite, onDockerHub: boolean, budget: Budget): string | undefined {
  const { program } = rewrite;
  if (!program) return undefined;
  for (const name of candidates([rewrite], onDockerHub)) if (matches(rewrite, name, budget)) return name;
  const found = nameMatchedByAll([program], onDockerHub, budget);
  return typeof found === "string" ? undefined : found.name;
}

/**
 * Whether a pattern matches in a repository's name.
 *
 * @param budget what a large pattern takes is taken from it; once it is used up, nothing matches
 */
export function matches({ program }: Rewrite, repository: string, budget = searchBudget()): boolean {
  if (!program || budget.steps <= 0) return false;
  budget.steps -= Math.floor((program.instructions.length * repository.length) / instructionsPerStep);
  return findMatch(program, codePoints(repository), 0) !== undefined;
}

/** A repository that two rewrites change, each to another name. */
export interface RewriteConflict {
  readonly repository: string;
  readonly first: string;
  readonly second: string;
}

/**
 * Finds a repository for which it matters which of two rewrites is taken. Nothing that is found is wrong; where patterns
 * are so large that a search would take time, nothing is found.
 */
export function conflictBetween(
  a: Rewrite,
  b: Rewrite,
  onDockerHub: boolean,
  budget: Budget,
): RewriteConflict | undefined {
  if (apart(a, b) || !a.program || !b.program) return undefined;
  const at = (repository: string): RewriteConflict | undefined => {
    const first = a.apply(repository);
    const second = b.apply(repository);
    if (first === undefined || second === undefined || first === second) return undefined;
    return first === repository || second === repository ? undefined : { repository, first, second };
  };
  for (const name of candidates([a, b], onDockerHub)) {
    const conflict = matches(a, name, budget) && matches(b, name, budget) ? at(name) : undefined;
    if (conflict) return conflict;
  }
  const found = nameMatchedByAll([a.program, b.program], onDockerHub, budget);
  return typeof found === "string" ? undefined : at(found.name);
}

/** Whether no name begins as both patterns want it. */
function apart({ start: a }: Rewrite, { start: b }: Rewrite): boolean {
  return a.anchored && b.anchored && !a.prefix.startsWith(b.prefix) && !b.prefix.startsWith(a.prefix);
}

/** Names to try before a search: most patterns match one, and they make better examples than what a search finds. */
function* candidates(rewrites: readonly Rewrite[], onDockerHub: boolean): Iterable<string> {
  for (const name of written(rewrites)) if (isRepositoryName(name) && (!onDockerHub || name.includes("/"))) yield name;
}

function* written(rewrites: readonly Rewrite[]): Iterable<string> {
  const [longest, ...others] = [...rewrites].sort((a, b) => b.start.prefix.length - a.start.prefix.length);
  if (!longest) return;
  const { prefix } = longest.start;
  if (prefix !== "") yield* [`${prefix}app`, prefix, `${prefix}/app`, `${prefix}app/web`];
  yield* examples;
  for (const { reading, start } of [longest, ...others]) {
    const sample = reading.ok ? sampleMatch(reading.pattern.root, alphabet) : undefined;
    if (sample === undefined || sample.length > longestName) continue;
    yield sample;
    if (!start.anchored) yield* [`app/${sample}`, `${sample}/app`];
  }
}

function codePoints(text: string): readonly number[] {
  return Array.from(text, (char) => char.codePointAt(0) ?? 0);
}
