import { readFileSync } from "node:fs";
import { readText } from "../project/files.ts";
import type { Mutant } from "./mutants.mts";

/** A mutant that no test can see. It is found by its text, so that it stays valid where lines move. */
interface Equivalent {
  readonly file: string;
  readonly code: string;
  readonly original: string;
  readonly replacement: string;
  readonly reason: string;
}

const equivalents = JSON.parse(
  readFileSync(new URL("equivalent.json", import.meta.url), "utf8"),
) as readonly Equivalent[];

/** Why a mutant changes nothing that can be observed, when somebody has looked into it. */
export function equivalenceOf({ file, code, original, replacement }: Mutant): string | undefined {
  return equivalents.find(
    (known) =>
      known.file === file && known.code === code && known.original === original && known.replacement === replacement,
  )?.reason;
}

/** Those of some files whose code is gone. */
export function staleEquivalents(files: readonly string[]): readonly string[] {
  return equivalents
    .filter(({ file, code }) => files.includes(file) && !readText(file).includes(code))
    .map(({ file, code }) => `${file}: ${code}`);
}
