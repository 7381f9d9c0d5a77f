import { findMatch } from "../regexp/match.ts";
import { isRepositoryName, nameMatchedByAll } from "./repositoryName.ts";
import type { Rewrite } from "./rewrite.ts";
import { patternStart } from "./rewritePattern.ts";

/** Names that people know; those on Docker Hub all have a `/`. */
const examples = ["library/nginx", "rancher/pause", "nginx"];

/** Whether there can be a repository that a rewrite's pattern matches. Patterns that can't be read match none. */
export function matchesSomething(rewrite: Rewrite, onDockerHub: boolean): boolean | "unknown" {
  const { program } = rewrite;
  if (!program) return rewrite.reading.ok ? "unknown" : false;
  if (candidates([rewrite], onDockerHub).some((name) => matches(rewrite, name))) return true;
  const found = nameMatchedByAll([program], onDockerHub);
  return found === "unknown" ? found : found !== "none";
}

export function matches({ program }: Rewrite, repository: string): boolean {
  return program !== undefined && findMatch(program, codePoints(repository), 0) !== undefined;
}

/** A repository that two rewrites change, each to another name. */
export interface Conflict {
  readonly repository: string;
  readonly first: string;
  readonly second: string;
}

/**
 * Finds a repository for which it matters which of two rewrites is taken. Nothing that is found is wrong; where patterns
 * are so large that a search would take time, nothing is found.
 */
export function conflictBetween(a: Rewrite, b: Rewrite, onDockerHub: boolean): Conflict | undefined {
  if (!a.program || !b.program || apart(a, b)) return undefined;
  const at = (repository: string): Conflict | undefined => {
    const first = a.apply(repository);
    const second = b.apply(repository);
    if (first === undefined || second === undefined || first === second) return undefined;
    return first === repository || second === repository ? undefined : { repository, first, second };
  };
  for (const name of candidates([a, b], onDockerHub)) {
    const conflict = matches(a, name) && matches(b, name) ? at(name) : undefined;
    if (conflict) return conflict;
  }
  const found = nameMatchedByAll([a.program, b.program], onDockerHub);
  return typeof found === "string" ? undefined : at(found.name);
}

/** Whether no name begins as both patterns want it. */
function apart(a: Rewrite, b: Rewrite): boolean {
  const first = startOf(a);
  const second = startOf(b);
  return (
    first.anchored &&
    second.anchored &&
    !first.prefix.startsWith(second.prefix) &&
    !second.prefix.startsWith(first.prefix)
  );
}

/** Where a rewrite's pattern can match; nowhere in particular when it can't be read. */
export function startOf({ reading }: Rewrite): { readonly anchored: boolean; readonly prefix: string } {
  return reading.ok ? patternStart(reading.pattern) : { anchored: false, prefix: "" };
}

/** Names to try before a search: they make better examples than what a search finds. */
function candidates(rewrites: readonly Rewrite[], onDockerHub: boolean): readonly string[] {
  const starts = rewrites.map((rewrite) => startOf(rewrite).prefix).sort((a, b) => b.length - a.length);
  const names = [...starts.flatMap((prefix) => [prefix, `${prefix}app`, `${prefix}/app`]), ...examples];
  return names.filter((name) => isRepositoryName(name) && (!onDockerHub || name.includes("/")));
}

function codePoints(text: string): readonly number[] {
  return Array.from(text, (char) => char.codePointAt(0) ?? 0);
}
