import { type Stats, statSync } from "node:fs";
import { join } from "node:path";
import type { Repositories } from "./repository.ts";

/**
 * Why a settings file does not count, as part of a sentence after its name; `undefined` where it does. Whoever can write
 * one switches rules off, so that the file and its folder have to belong to the user, to root, or to whoever owns the
 * linted file's folder and can write the file itself anyway. Outside of a git repository of theirs, as in `/tmp`, no one
 * else may write them either. Inside of one, modes do not count: on a Windows drive everyone can write everything there.
 *
 * @param owner of the linted file's folder, see `ownerOf`
 */
export function distrust(
  folder: string,
  file: string,
  owner: number | undefined,
  { rootOf }: Repositories,
): string | undefined {
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  const trusted = new Set([user, 0, owner]);
  const isForeign = (stats: Stats | undefined): boolean => stats !== undefined && !trusted.has(stats.uid);
  const [inFolder, inFile] = [statsOf(folder), statsOf(file)];
  if (isForeign(inFolder)) return "another user owns its folder";
  // Anything but a file is reported when it is read.
  const settings = inFile?.isFile() ? inFile : undefined;
  if (isForeign(settings)) return "another user owns it";
  const root = rootOf(folder);
  if (root !== undefined && ![root, join(root, ".git")].map(statsOf).some(isForeign)) return undefined;
  if (canOthersWrite(inFolder)) return "other users can write to its folder";
  return canOthersWrite(settings) ? "other users can write to it" : undefined;
}

/** Returns the ID of the owner of a folder; `undefined` if there is no such folder, and on Windows. */
export function ownerOf(folder: string): number | undefined {
  return process.getuid ? statsOf(folder)?.uid : undefined;
}

/** The user's own group is often theirs alone; its members are trusted, as the umask says. */
function canOthersWrite(stats: Stats | undefined): boolean {
  if (!stats) return false;
  return (stats.mode & 0o002) !== 0 || ((stats.mode & 0o020) !== 0 && stats.gid !== process.getgid?.());
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
