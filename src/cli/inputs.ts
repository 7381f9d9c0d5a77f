import { readdir, realpath, stat } from "node:fs/promises";
import { join, posix, resolve, sep } from "node:path";
import { hasRegistriesName } from "../core/file/recognise.ts";
import { type CliProblem, fileProblem } from "./command.ts";

/** A file to work on. */
export interface Input {
  /** As it is shown: as it was named, with `/`; `-` is standard input. */
  readonly path: string;
  /** The absolute path; `undefined` for standard input. */
  readonly file: string | undefined;
  /** Whether it was found in a folder, by its name alone. */
  readonly found: boolean;
}

const skippedFolders: ReadonlySet<string> = new Set(["node_modules", ".git"]);

/** Whether a file has a name by which manifests, Helm values, kustomizations and compose files are found. */
export function isManifestName(name: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(name);
}

/**
 * The files that operands stand for, each once: `-` for standard input, a folder for the files below it that may be a
 * registries.yaml, in order of their names. Symbolic links to folders are not followed within a folder.
 *
 * @param cwd the folder that they are below, unless they are absolute
 * @param onProblem is told of what can't be read; the others are gone on with
 * @param isWanted says by its name whether a file in a folder counts
 */
export async function* inputsOf(
  operands: readonly string[],
  cwd: string,
  onProblem: (problem: CliProblem) => void,
  isWanted: (name: string) => boolean = hasRegistriesName,
): AsyncIterable<Input> {
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
      const isFolder = (await stat(absolute)).isDirectory();
      if (!isFolder && isNew(await realPath(absolute))) yield { path, file: absolute, found: false };
      if (isFolder)
        for await (const [file, below] of filesIn(absolute, path, isWanted, onProblem))
          if (isNew(await realPath(file))) yield { path: below, file, found: true };
    } catch (error) {
      onProblem(fileProblem(error, operand));
    }
  }
}

/** @param shown how the folder is shown, before the names of what is in it */
async function* filesIn(
  folder: string,
  shown: string,
  isWanted: (name: string) => boolean,
  onProblem: (problem: CliProblem) => void,
): AsyncIterable<readonly [file: string, shown: string]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const file = join(folder, entry.name);
      const below = posix.join(shown, entry.name);
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name)) yield* filesIn(file, below, isWanted, onProblem);
      } else if (isWanted(entry.name) && (entry.isFile() || (await isLinkToFile(entry.isSymbolicLink(), file))))
        yield [file, below];
    }
  } catch (error) {
    onProblem(fileProblem(error, shown));
  }
}

/** A link that leads nowhere counts as a file, so that reading it says what is wrong. */
async function isLinkToFile(isLink: boolean, file: string): Promise<boolean> {
  if (!isLink) return false;
  return stat(file).then(
    (target) => target.isFile(),
    () => true,
  );
}

/** A pipe such as `/dev/fd/63` has no real path. */
function realPath(file: string): Promise<string> {
  return realpath(file).catch(() => file);
}

/** A path as it was named, with `/` and without `./` before it. */
export function shownPath(path: string): string {
  const slashed = sep === "\\" ? path.replaceAll("\\", "/") : path;
  return slashed.replace(/^(?:\.\/+)+(?=[^/])/, "");
}
