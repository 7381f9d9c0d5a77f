import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { maxFileSize } from "../core/text/limits.ts";
import { fileFault, type Surroundings } from "./command.ts";

/** How long a pipe may be without anyone who writes to it, in milliseconds. */
const longestWaitForWriter = 3_000;
const pauseBetweenReads = 10;

/** What a file contains, and its mode, if it is a regular one. */
export interface FileBytes {
  readonly bytes: Buffer;
  readonly mode: number | undefined;
}

/**
 * Reads a file, a device or a pipe to its end. No more is read than the largest file has, so that one without an end
 * has one.
 *
 * @throws with a code that `fileProblem` knows
 */
export async function readBytes(file: string): Promise<FileBytes> {
  const descriptor = openToRead(file);
  try {
    const stats = fstatSync(descriptor);
    if (stats.isDirectory()) throw fileFault("EISDIR");
    if (stats.isFile()) return { bytes: readToEnd(descriptor), mode: stats.mode };
    return { bytes: await readStream(descriptor, stats.isFIFO()), mode: undefined };
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Reads a file that is neither a device nor a pipe.
 *
 * @throws with a code that `fileProblem` knows
 */
export function readRegularFile(file: string): Buffer {
  const descriptor = openToRead(file);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw fileFault(stats.isDirectory() ? "EISDIR" : "NOT_REGULAR");
    return readToEnd(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads a stream to its end, and no more than the largest file has. */
export async function readStandardInput(stdin: Surroundings["stdin"]): Promise<Buffer> {
  const content = new BoundedContent();
  for await (const chunk of stdin) content.add(chunk);
  return content.bytes();
}

/** A pipe without a writer would not be opened before there is one. Windows has no such flag. */
function openToRead(file: string): number {
  return openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}

function readToEnd(descriptor: number): Buffer {
  const content = new BoundedContent();
  for (;;) {
    const chunk = readChunk(descriptor);
    if (chunk === undefined) throw fileFault("EAGAIN");
    if (chunk.length === 0) return content.bytes();
    content.add(chunk);
  }
}

/** A pipe ends when its last writer closes it; without a first one it never began. */
async function readStream(descriptor: number, isPipe: boolean): Promise<Buffer> {
  const content = new BoundedContent();
  const end = Date.now() + longestWaitForWriter;
  for (let begun = !isPipe; ; ) {
    const chunk = readChunk(descriptor);
    if (chunk?.length === 0 && begun) return content.bytes();
    begun ||= chunk === undefined || chunk.length > 0;
    if (chunk && chunk.length > 0) content.add(chunk);
    else if (begun || Date.now() < end) await new Promise((resolve) => setTimeout(resolve, pauseBetweenReads));
    else throw fileFault("NO_WRITER");
  }
}

/** What is read goes here first: a buffer for each of many small files keeps the garbage collector busy. */
const chunk = Buffer.allocUnsafe(65_536);

/** Returns the bytes that can be read now: none at the end, `undefined` where more may come. */
function readChunk(descriptor: number): Buffer | undefined {
  try {
    return Buffer.from(chunk.subarray(0, readSync(descriptor, chunk)));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EAGAIN") return undefined;
    throw error;
  }
}

/** Bytes that come in pieces, up to those of the largest file. */
class BoundedContent {
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  /** @throws a file fault when it is too much */
  add(chunk: Uint8Array): void {
    this.#size += chunk.length;
    if (this.#size > maxFileSize) throw fileFault("TOO_LARGE");
    this.#chunks.push(chunk);
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}
