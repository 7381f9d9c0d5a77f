import { resolve } from "node:path";
import { decodeBytes, type SourceText } from "../core/yaml/source.ts";
import { fileProblem, type Surroundings } from "./command.ts";
import { readBytes, readRegularFile, readStandardInput } from "./fileBytes.ts";

/** A file as it was read, or standard input. */
export interface TextFile {
  readonly bytes: Uint8Array;
  /** Its mode; `undefined` if it is unknown or the file is not a regular one. */
  readonly mode?: number | undefined;
  readonly source: SourceText;
  /** True if the source contains every byte of the file, so that a changed text can replace the file. */
  readonly whole: boolean;
  /** Encodes a text as the file is encoded. */
  encode(text: string): Uint8Array;
}

/**
 * Reads a file as yaml.v2 does: UTF-8, or UTF-16 with its byte-order mark.
 *
 * @param file its path, below the current folder unless it is absolute; `-` for standard input
 * @param shown how messages name it
 * @throws UserProblem when it can't be read, or is too large
 */
export async function readTextFile(file: string, shown: string, surroundings: Surroundings): Promise<TextFile> {
  try {
    if (file === "-") return textFileOf(await readStandardInput(surroundings.stdin));
    const { bytes, mode } = await readBytes(resolve(surroundings.cwd, file));
    return { ...textFileOf(bytes), mode };
  } catch (error) {
    throw fileProblem(error, shown);
  }
}

/**
 * Reads a file that is to be written.
 *
 * @throws UserProblem when it can't be read, is too large, or is a device or a pipe
 */
export function readFileToWrite(file: string, shown: string): TextFile {
  try {
    return textFileOf(readRegularFile(file));
  } catch (error) {
    throw fileProblem(error, shown);
  }
}

/** Decodes the bytes of a file. */
export function textFileOf(bytes: Buffer): TextFile {
  const source = decodeBytes(bytes);
  const encode = encoderOf(bytes);
  return { bytes, source, encode, whole: source.cutOff !== true && encode(source.text).equals(bytes) };
}

function encoderOf(bytes: Uint8Array): (text: string) => Buffer {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return (text) => Buffer.from(text, "utf16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return (text) => Buffer.from(text, "utf16le").swap16();
  return (text) => Buffer.from(text, "utf8");
}
