import { readFileSync } from "node:fs";

/** What k3s' own reader makes of a file: `parsed`, or the `error` for which it refuses it. */
export interface ReadingVector {
  readonly name: string;
  readonly input?: string;
  readonly inputBase64?: string;
  readonly error?: string;
  readonly parsed?: unknown;
}

/** The recorded results in a file of JSON objects, one a line. */
export function vectorsIn<Vector>(path: string | URL): readonly Vector[] {
  const lines = readFileSync(path, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** The file that was read. */
export function bytesOf({ input = "", inputBase64 }: ReadingVector): Uint8Array {
  return inputBase64 === undefined ? Buffer.from(input) : Buffer.from(inputBase64, "base64");
}
