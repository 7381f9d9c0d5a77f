import { execFile } from "node:child_process";
import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import type { Surroundings } from "./command.ts";
import { findProgram } from "./program.ts";

/**
 * Gives a new file the owner, group, permissions, access lists and extended attributes of the one that it replaces.
 * Owner and group are kept each alone: whoever may not give a file away may still keep its group.
 *
 * @param handle the new file, empty and open for writing
 * @returns a sentence for each that can't be kept
 */
export async function keepAttributes(
  handle: FileHandle,
  file: string,
  replaced: string,
  { uid, gid, mode, nlink }: Stats,
  env: Surroundings["env"],
): Promise<readonly string[]> {
  const now = await handle.stat();
  const groupKept = now.gid === gid || (await succeeds(handle.chown(-1, gid)));
  const ownerKept = now.uid === uid || (await succeeds(handle.chown(uid, -1)));
  // An access list of the group would be that of another one.
  const listsKept = groupKept && ownerKept && (await copyAttributes(replaced, file, env));
  // A change of owner can take bits away, so the mode comes last.
  await handle.chmod(keptMode(mode, { ownerKept, groupKept }));
  return [
    ...(ownerKept ? [] : ["its owner can't be kept; the file now belongs to you"]),
    ...(groupKept ? [] : ["its group can't be kept; the permissions of the group were removed"]),
    ...(listsKept ? [] : ["access lists and extended attributes, if it had any, can't be kept"]),
    ...(nlink > 1 ? ["its other hard links keep the old content"] : []),
  ];
}

/** The permissions without those that another owner or group would get. */
export function keptMode(
  mode: number,
  { ownerKept, groupKept }: { readonly ownerKept: boolean; readonly groupKept: boolean },
): number {
  const ofOwner = ownerKept ? 0 : 0o4000;
  // The members of the old group are among the others now, so that what they did not have, others get no more.
  const ofGroup = groupKept ? 0 : 0o2070 | (~(mode >> 3) & 0o007);
  return mode & 0o7777 & ~ofOwner & ~ofGroup;
}

const copiers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ["--attributes-only", "--preserve=all", "--preserve=xattr", "--"],
  darwin: ["-p", "--"],
};

/** Node reads neither, so `cp` copies them. On Windows a file has the access list of its folder, unless it is given another. */
async function copyAttributes(from: string, to: string, env: Surroundings["env"]): Promise<boolean> {
  if (process.platform === "win32") return true;
  const options = copiers[process.platform];
  const cp = findProgram("cp", env);
  if (!options || cp === undefined) return false;
  return new Promise((resolve) => {
    execFile(cp, [...options, from, to], { timeout: 10_000 }, (error) => resolve(!error));
  });
}

function succeeds(change: Promise<void>): Promise<boolean> {
  return change.then(
    () => true,
    () => false,
  );
}
