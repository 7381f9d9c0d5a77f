import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, posix, resolve, sep } from "node:path";
import { hasRegistriesName } from "../core/file/recognise.ts";
import { nameMatches } from "../core/text/glob.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { errorCode, fileProblem, shownArgument } from "./command.ts";

/** A file to work on. */
export interface Input {
  /** As it is shown: as it was named, with `/`; `-` is standard input. */
  readonly path: string;
  /** The absolute path; `undefined` for standard input. */
  readonly file: string | undefined;
  /** The folder with the file, without symbolic links; `undefined` where it was not looked for. */
  readonly realFolder?: string;
  /** True if it was found in a folder, by its name alone. */
  readonly found: boolean;
  /** True if a glob matched it. */
  readonly globbed?: boolean;
  /** True if its content is on standard input. */
  readonly isStdin?: boolean;
}

/** How inputs are looked for. */
interface Search {
  /** Says by its name whether a file in a folder counts. Without more, a registries.yaml does. */
  readonly isWanted: (name: string) => boolean;
  /** Receives each folder and file before it is looked at. */
  readonly onFound: (path: string) => void;
}

const skippedFolders: ReadonlySet<string> = new Set(["node_modules", ".git"]);

/** True if a file has a name by which manifests, Helm values, kustomizations and compose files are found. */
export function isManifestName(name: string): boolean {
  return /\.(?:ya?ml|json)$/i.test(name);
}

/**
 * The files that operands stand for, each once: `-` for standard input, a folder for the files below it that may be a
 * registries.yaml, in order of their names, and a glob for what it matches. Symbolic links to folders are not followed
 * within a folder.
 *
 * @param cwd the folder that they are below, unless they are absolute
 * @param onProblem receives what can't be read; the search continues
 */
export function* inputsOf(
  operands: readonly string[],
  cwd: string,
  onProblem: (problem: UserProblem) => void,
  { isWanted = hasRegistriesName, onFound = () => {} }: Partial<Search> = {},
): Iterable<Input> {
  const search: Search = { isWanted, onFound };
  const seen = new Set<string>();
  const isNew = (file: string): boolean => !seen.has(file) && Boolean(seen.add(file));
  for (const operand of operands) {
    if (operand === "-") {
      if (isNew("-")) yield { path: "-", file: undefined, found: false };
      continue;
    }
    try {
      const isGlob = /[*?]/.test(operand) && !existsSync(resolve(cwd, operand));
      const names = isGlob ? globbed(operand, cwd, onProblem, search) : [operand];
      if (names.length === 0) throw new UserProblem(`${shownArgument(operand)}: this pattern matches no file`);
      for (const name of names) {
        const path = shownPath(name);
        const absolute = resolve(cwd, name);
        onFound(path);
        const isFolder = statSync(absolute).isDirectory();
        if (!isFolder && isNew(realPath(absolute)))
          yield { path, file: absolute, found: false, ...(isGlob ? { globbed: true } : {}) };
        if (isFolder)
          for (const { file, below, real, realFolder } of filesIn(
            absolute,
            path,
            realPath(absolute),
            onProblem,
            search,
          ))
            if (isNew(real)) yield { path: below, file, realFolder, found: true };
      }
    } catch (error) {
      onProblem(fileProblem(error, operand));
    }
  }
}

interface FoundFile {
  readonly file: string;
  /** How the file is shown. */
  readonly below: string;
  /** The path of the file without symbolic links, and that of its folder. */
  readonly real: string;
  readonly realFolder: string;
}

/**
 * @param shown how the folder is shown, before the names of what is in it
 * @param realFolder the folder without symbolic links: none is followed below it, so that the system is asked once
 */
function* filesIn(
  folder: string,
  shown: string,
  realFolder: string,
  onProblem: (problem: UserProblem) => void,
  search: Search,
): Iterable<FoundFile> {
  try {
    search.onFound(shown);
    const entries = readdirSync(folder, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const file = join(folder, entry.name);
      const below = posix.join(shown, entry.name);
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name))
          yield* filesIn(file, below, join(realFolder, entry.name), onProblem, search);
      } else if (search.isWanted(entry.name) && (entry.isFile() || (entry.isSymbolicLink() && leadsToFile(file))))
        yield { file, below, real: entry.isFile() ? join(realFolder, entry.name) : realPath(file), realFolder };
    }
  } catch (error) {
    onProblem(fileProblem(error, shown));
  }
}

/**
 * The files and folders that a glob matches, in order of their names. As in a shell, names that start with a dot need one
 * in the pattern, and `**` takes any number of folders; one at the end takes a folder, which is then searched. Symbolic
 * links to folders are not followed.
 */
function globbed(
  pattern: string,
  cwd: string,
  onProblem: (problem: UserProblem) => void,
  { onFound }: Search,
): readonly string[] {
  const parts = shownPath(pattern).split("/");
  const names: string[] = [];
  /** @param folder as it is shown, with `/` behind it */
  const walk = (folder: string, at: number): void => {
    const part = parts[at] ?? "";
    const isLast = at === parts.length - 1;
    if (part === "**" && isLast) {
      names.push(folder === "" ? "." : folder);
      return;
    }
    if (!/[*?]/.test(part) && !isLast) {
      walk(`${folder}${part}/`, at + 1);
      return;
    }
    if (part === "**") walk(folder, at + 1);
    onFound(folder);
    for (const entry of entriesIn(resolve(cwd, folder), folder, onProblem)) {
      const below = `${folder}${entry.name}`;
      if (part === "**") {
        if (entry.isDirectory() && !skippedFolders.has(entry.name) && !entry.name.startsWith("."))
          walk(`${below}/`, at);
      } else if (nameMatches(part, entry.name) && (part.startsWith(".") || !entry.name.startsWith("."))) {
        const isLinkToFolder = entry.isSymbolicLink() && !leadsToFile(resolve(cwd, below));
        if (isLast && !isLinkToFolder) names.push(below);
        else if (!isLast && entry.isDirectory()) walk(`${below}/`, at + 1);
      }
    }
  };
  walk("", 0);
  return names;
}

/** The entries of a folder by name; none where there is no folder, as before the rest of a pattern. */
function entriesIn(folder: string, shown: string, onProblem: (problem: UserProblem) => void): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (!["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "")) onProblem(fileProblem(error, shown));
    return [];
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
