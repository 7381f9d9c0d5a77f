import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, posix, resolve, sep } from "node:path";
import { hasRegistriesName } from "../core/file/recognise.ts";
import type { UserProblem } from "../core/text/userProblem.ts";
import { fileProblem } from "./command.ts";

/** A file to work on. */
export interface Input {
  /** As it is shown: as it was named, with `/`; `-` is standard input. */
  readonly path: string;
  /** The absolute path; `undefined` for standard input. */
  readonly file: string | undefined;
  /** True if it was found in a folder, by its name alone. */
  readonly found: boolean;
}

const skippedFolders: ReadonlySet<string> = new Set(["node_modules", ".git"]);

/** True if a file has a name by which manifests, Helm values, kustomizations and compose files are found. */
export function isManifestName(name: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(name);
}

/**
 * The files that operands stand for, each once: `-` for standard input, a folder for the files below it that may be a
 * registries.yaml, in order of their names. Symbolic links to folders are not followed within a folder.
 *
 * @param cwd the folder that they are below, unless they are absolute
 * @param onProblem receives what can't be read; the search continues
 * @param isWanted says by its name whether a file in a folder counts
 */
export function* inputsOf(
  operands: readonly string[],
  cwd: string,
  onProblem: (problem: UserProblem) => void,
  isWanted: (name: string) => boolean = hasRegistriesName,
): Iterable<Input> {
  const seen = new Set<string>();
  const isNew = (file: string): boolean => !seen.has(file) && Boolean(seen.add(file));
  for (const operand of operands) {
    if (operand === "-") {
      if (isNew("-")) yield { path: "-", file: undefined, found: false };
      continue;
    }
    const path = shownPath(operand);
    try {
      const absolute = resolve(cwd, operand);
      const isFolder = statSync(absolute).isDirectory();
      if (!isFolder && isNew(realPath(absolute))) yield { path, file: absolute, found: false };
      if (isFolder)
        for (const [file, below] of filesIn(absolute, path, isWanted, onProblem))
          if (isNew(realPath(file))) yield { path: below, file, found: true };
    } catch (error) {
      onProblem(fileProblem(error, operand));
    }
  }
}

/** @param shown how the folder is shown, before the names of what is in it */
function* filesIn(
  folder: string,
  shown: string,
  isWanted: (name: string) => boolean,
  onProblem: (problem: UserProblem) => void,
): Iterable<readonly [file: string, shown: string]> {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const file = join(folder, entry.name);
      const below = posix.join(shown, entry.name);
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name)) yield* filesIn(file, below, isWanted, onProblem);
      } else if (isWanted(entry.name) && (entry.isFile() || (entry.isSymbolicLink() && leadsToFile(file))))
        yield [file, below];
    }
  } catch (error) {
    onProblem(fileProblem(error, shown));
  }
}

/** A dangling link counts as a file, so that reading it reports the problem. */
function leadsToFile(link: string): boolean {
  try {
    return statSync(link).isFile();
  } catch {
    return true;
  }
}

/** The path without symbolic links; the same where it has none, such as that of the pipe `/dev/fd/63`. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** A path as it was named, with `/` and without `./` before it. */
export function shownPath(path: string): string {
  const slashed = sep === "\\" ? path.replaceAll("\\", "/") : path;
  return slashed.replace(/^(?:\.\/+)+(?=[^/])/, "");
}
