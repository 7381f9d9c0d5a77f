import { isShownPath } from "../display/shown.ts";
import type { Mirror } from "../file/file.ts";
import { since } from "../file/release.ts";
import { exampleFor, matchesSomething, searchBudget } from "../file/rewrites/patternSearch.ts";
import type { Rewrite } from "../file/rewrites/rewrite.ts";
import { isHubMirror } from "../file/rewrites/rewrites.ts";
import { tomlText } from "../file/rewrites/tomlText.ts";

/**
 * What a rewrite does to the names of repositories, or why it does nothing. Source: docs/how-k3s-reads-it/rewrites.md.
 */
export function rewriteSentences(mirror: Mirror, rewrite: Rewrite): readonly string[] {
  const { pattern, replacement, reading, templated, start } = rewrite;
  if (templated) return [];
  if (breaksToml(rewrite)) return [tomlFault(rewrite)];
  if (!reading.ok) return ["containerd can't compile this pattern and ignores the rewrite."];
  const onDockerHub = isHubMirror(mirror);
  if (matchesSomething(rewrite, onDockerHub, searchBudget()) === false)
    return ["No repository name matches this pattern."];
  const sentences: string[] = [];
  const example = exampleFor(rewrite, onDockerHub, searchBudget());
  const result = example === undefined || replacement === undefined ? undefined : rewrite.apply(example);
  if (example !== undefined && result !== undefined && isShownPath(example) && isShownPath(result))
    sentences.push(
      result === example ? `For example, ${example} does not change.` : `For example, ${example} becomes ${result}.`,
    );
  if (!start.anchored && !pattern.endsWith("$"))
    sentences.push("The pattern does not start with ^, so every match in a name is replaced.");
  if (mirror.rewrites.length > 1)
    sentences.push("If several rewrites change a name, containerd uses any one of them: they have no order.");
  return sentences;
}

function breaksToml({ pattern, replacement = "" }: Pick<Rewrite, "pattern" | "replacement">): boolean {
  return tomlText(pattern) === undefined || tomlText(replacement) === undefined;
}

/** `\/` alone is read by the TOML parser of containerd before version 2. */
function tomlFault(rewrite: Rewrite): string {
  const withoutSlashes = {
    pattern: rewrite.pattern.replaceAll("\\/", "/"),
    replacement: rewrite.replacement?.replaceAll("\\/", "/"),
  };
  return breaksToml(withoutSlashes)
    ? "A backslash, quote or line break in it breaks the file that k3s writes for containerd."
    : `A backslash before a slash breaks the file that k3s writes for containerd, from ${since("containerd 2")} on.`;
}
