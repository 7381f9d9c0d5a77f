import { randomBytes } from "node:crypto";
import { access, constants, type FileHandle, link, lstat, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { errorCode, fileFault, fileProblem, type Output, printable, type Surroundings } from "./command.ts";
import { keepAttributes } from "./fileAttributes.ts";
import { readRegularFile } from "./fileBytes.ts";
import { uninterrupted } from "./uninterrupted.ts";

/** A file that is to be written. */
export interface FileToWrite {
  /** The absolute path. */
  readonly file: string;
  /** How messages name it. */
  readonly shown: string;
}

/** The mode of a new file, because the content can include a key. */
const newFileMode = 0o600;

/**
 * True if there is a file.
 *
 * @throws UserProblem for a folder, and for a symbolic link that leads nowhere
 */
export function isThere({ file, shown }: FileToWrite): Promise<boolean> {
  return toldOf(shown, async () => {
    const entry = await lstat(file).catch(absent);
    if (!entry) return false;
    const target = entry.isSymbolicLink() ? await stat(file).catch(absent) : entry;
    if (!target) throw fileFault("DANGLING");
    if (target.isDirectory()) throw fileFault("EISDIR");
    return true;
  });
}

/**
 * Writes a file that must not be there: with all of its content or not at all, for its owner alone.
 *
 * @throws UserProblem when it can't be written; what is there by then stays as it is
 */
export function createFile({ file, shown }: FileToWrite, content: Uint8Array): Promise<void> {
  return toldOf(shown, () =>
    byTemporary(
      file,
      (handle) => handle.writeFile(content),
      (temporary) => takeFreeName(temporary, file),
    ),
  );
}

/**
 * Writes a file that is there so that it has either the old or the new content. A symbolic link stays one, and its
 * target is written. What can't be kept of the old file is noted.
 *
 * @param before what the file must still contain
 * @throws UserProblem when it can't be written; the old content is there then
 */
export async function replaceFile(
  { file, shown }: FileToWrite,
  content: Uint8Array,
  before: Uint8Array,
  output: Output,
  { env }: Surroundings,
): Promise<void> {
  const lost = await toldOf(shown, async () => {
    const target = await realpath(file).catch(() => file);
    requireUnchanged(target, before);
    await access(target, constants.W_OK);
    const old = await stat(target);
    return byTemporary(
      target,
      async (handle, temporary) => {
        const sentences = await keepAttributes(handle, temporary, target, old, env);
        await handle.truncate();
        await handle.writeFile(content);
        return sentences;
      },
      async (temporary) => {
        requireUnchanged(target, before);
        await rename(temporary, target);
      },
    );
  });
  for (const sentence of lost) output.note(`${printable(shown)}: ${sentence}`);
}

/**
 * Writes by a temporary file beside a file, which is gone afterwards whatever happens.
 *
 * @param take gives the temporary file the name of the file
 */
function byTemporary<T>(
  file: string,
  fill: (handle: FileHandle, temporary: string) => Promise<T>,
  take: (temporary: string) => Promise<void>,
): Promise<T> {
  const temporary = join(dirname(file), `.${basename(file).slice(0, 100)}.${randomBytes(6).toString("hex")}.tmp`);
  return uninterrupted(async () => {
    try {
      const handle = await open(temporary, "wx", newFileMode);
      let filled: T;
      try {
        filled = await fill(handle, temporary);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await take(temporary);
      return filled;
    } finally {
      await rm(temporary, { force: true }).catch(() => {});
    }
  });
}

function requireUnchanged(file: string, before: Uint8Array): void {
  try {
    if (readRegularFile(file).equals(before)) return;
  } catch (error) {
    absent(error);
  }
  throw fileFault("CHANGED");
}

/** What a file system without hard links says of one. */
const withoutLinks: ReadonlySet<string | undefined> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL"]);

/** A rename would overwrite a file that another process created in the meantime; a link does not. */
async function takeFreeName(temporary: string, file: string): Promise<void> {
  try {
    await link(temporary, file);
  } catch (error) {
    if (!withoutLinks.has(errorCode(error))) throw error;
    await (await open(file, "wx", newFileMode)).close();
    try {
      await rename(temporary, file);
    } catch (failed) {
      await rm(file, { force: true });
      throw failed;
    }
  }
}

/** @throws the error, unless the file does not exist */
function absent(error: unknown): undefined {
  if (errorCode(error) !== "ENOENT") throw error;
}

async function toldOf<T>(shown: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileProblem(error, shown);
  }
}
