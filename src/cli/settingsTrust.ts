import { type Stats, statSync } from "node:fs";
import { join } from "node:path";
import type { Repositories } from "./repository.ts";

/**
 * Why a settings file does not count, as part of a sentence after its name; `undefined` where it does. Whoever can write
 * one switches rules off, so that the file and its folder have to belong to the user, to root, or to whoever owns the
 * linted file's folder and can write the file itself anyway. Outside of a git repository of theirs, as in `/tmp`, no one
 * else may write them either. Inside of one, modes do not count: on a Windows drive everyone can write everything there.
 *
 * @param file the settings file; `undefined` if there is none
 * @param owner the ID of the owner of the linted file's folder
 * @param statsIn see `createFolderStats`
 */
export function distrust(
  folder: string,
  file: Stats | undefined,
  owner: number | undefined,
  statsIn: (folder: string) => Stats | undefined,
  { rootOf }: Repositories,
): string | undefined {
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  const trusted = new Set([user, 0, owner]);
  const isForeign = (stats: Stats | undefined): boolean => stats !== undefined && !trusted.has(stats.uid);
  const inFolder = statsIn(folder);
  if (isForeign(inFolder)) return "another user owns its folder";
  // Anything but a file is reported when it is read.
  const settings = file?.isFile() ? file : undefined;
  if (isForeign(settings)) return "another user owns it";
  const root = rootOf(folder);
  if (root !== undefined && ![root, join(root, ".git")].map(statsIn).some(isForeign)) return undefined;
  if (canOthersWrite(inFolder)) return "other users can write to its folder";
  return canOthersWrite(settings) ? "other users can write to it" : undefined;
}

/** Returns a function that gives what the system knows of a folder, and asks it once. */
export function createFolderStats(): (folder: string) => Stats | undefined {
  const known = new Map<string, Stats | undefined>();
  return (folder) => {
    if (!known.has(folder)) known.set(folder, statsOf(folder));
    return known.get(folder);
  };
}

/** The user's own group is often theirs alone; its members are trusted, as the umask says. */
function canOthersWrite(stats: Stats | undefined): boolean {
  if (!stats) return false;
  return (stats.mode & 0o002) !== 0 || ((stats.mode & 0o020) !== 0 && stats.gid !== process.getgid?.());
}

/** What the system knows of a file; `undefined` if there is none. */
export function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
