import { randomBytes } from "node:crypto";
import {
  access,
  constants,
  type FileHandle,
  lstat,
  open,
  readFile,
  realpath,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { decodeBytes, type SourceText } from "../core/yaml/source.ts";
import { CliProblem, fileProblem, shownArgument } from "./command.ts";

/** A file as it was read, or standard input. */
export interface TextFile {
  readonly bytes: Uint8Array;
  readonly source: SourceText;
  /** Whether the source holds every byte of the file, so that a text made from it can take the file's place. */
  readonly whole: boolean;
  /** A text in the encoding of the file. */
  encode(text: string): Uint8Array;
}

/**
 * Reads a file as yaml.v2 does: UTF-8, or UTF-16 with its byte-order mark.
 *
 * @param file the absolute path; `undefined` for standard input
 * @param shown how messages name it
 * @throws CliProblem when it can't be read
 */
export async function readTextFile(file: string | undefined, shown: string): Promise<TextFile> {
  try {
    const bytes = file === undefined ? await readStandardInput() : await readFile(file);
    const source = decodeBytes(bytes);
    const encode = encoderOf(bytes);
    return { bytes, source, encode, whole: source.cutOff !== true && encode(source.text).equals(bytes) };
  } catch (error) {
    throw fileProblem(error, shown);
  }
}

async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function encoderOf(bytes: Uint8Array): (text: string) => Buffer {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return (text) => Buffer.from(text, "utf16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return (text) => Buffer.from(text, "utf16le").swap16();
  return (text) => Buffer.from(text, "utf8");
}

/** The mode of a file that was not there: what is written can hold a key. */
const newFileMode = 0o600;

/**
 * Writes a file so that it always holds either the old or the new content: into a temporary file beside it that then
 * takes its name. An existing file keeps its mode and owner, a symbolic link stays one and its target is written; a
 * new file can be read by its owner alone.
 *
 * @param shown how messages name it
 * @param before what the file must still hold; `undefined` for a file that must not be there
 * @throws CliProblem when it can't be written; the old content is there then
 */
export async function writeTextFile(
  file: string,
  shown: string,
  content: Uint8Array,
  before: Uint8Array | undefined,
): Promise<void> {
  let temporary: string | undefined;
  try {
    const target = await writeTarget(file, shown);
    const old = await stat(target).catch(() => undefined);
    if (old && !old.isFile()) throw new CliProblem(`${shownArgument(shown)}: this is not a regular file`);
    if (old) await access(target, constants.W_OK);
    const now = old && (await readFile(target));
    if (now && before ? !now.equals(before) : now !== before)
      throw new CliProblem(`${shownArgument(shown)}: the file changed meanwhile`);
    temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${randomBytes(6).toString("hex")}.tmp`);
    const handle = await open(temporary, "wx", newFileMode);
    try {
      await handle.writeFile(content);
      if (old) await keepOwner(handle, old);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, target);
    temporary = undefined;
  } catch (error) {
    throw fileProblem(error, shown);
  } finally {
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => {});
  }
}

/** The owner can be kept by root alone; the mode comes after it, since a change of owner can take bits away. */
async function keepOwner(
  handle: FileHandle,
  { uid, gid, mode }: { uid: number; gid: number; mode: number },
): Promise<void> {
  const now = await handle.stat();
  if (now.uid !== uid || now.gid !== gid) await handle.chown(uid, gid).catch(() => {});
  await handle.chmod(mode & 0o7777);
}

async function writeTarget(file: string, shown: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    const link = await lstat(file).catch(() => undefined);
    if (link?.isSymbolicLink()) throw new CliProblem(`${shownArgument(shown)}: the symbolic link leads nowhere`);
    return file;
  }
}
