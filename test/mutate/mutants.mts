// Stryker's mutators, without its runner: that one needs Node 22, takes no sample, and starts all tests anew for each mutant
// in code that runs while modules are read, as tables and patterns do.
import { type InstrumentedMutant, Instrumenter } from "@stryker-mutator/instrumenter";
import fc from "fast-check";
import { readText } from "../project/files.ts";

/** A change of one expression or block. */
export interface Mutant {
  /** What the instrumented code calls it, which is different for each sample. */
  readonly id: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The line where it begins, without its indentation. */
  readonly code: string;
  readonly original: string;
  readonly replacement: string;
}

const silent = new Proxy({}, { get: (_, name) => (String(name).startsWith("is") ? () => false : () => undefined) });
const options = { plugins: null, excludedMutations: [], ignorers: [] } as const;

function keyOf({ fileName, location: { start, end }, replacement }: InstrumentedMutant): string {
  return [fileName, start.line, start.column, end.line, end.column, replacement].join(":");
}

/**
 * Files with some of their mutants in them, each behind a switch: `__stryker__.activeMutant` is the id of the one that is on.
 *
 * @param sample how many mutants, `Infinity` for all
 * @param isWanted says of a mutant whether it is put in; the code runs faster with few
 * @returns the code by file, and the mutants in random order, so that the first of them are a sample, too
 */
export async function instrumented(
  files: readonly string[],
  sample: number,
  seed: number,
  isWanted: (mutant: Omit<Mutant, "id">) => boolean = () => true,
): Promise<{ readonly code: ReadonlyMap<string, string>; readonly mutants: readonly Mutant[]; readonly all: number }> {
  const sources = files.map((name) => ({ name, content: readText(name) }));
  const instrumenter = new Instrumenter(silent);
  const whole = sources.map((source) => ({ ...source, mutate: true }));
  const { mutants: all } = await instrumenter.instrument(whole, options);
  const length = Math.min(sample, all.length);
  const some = fc.shuffledSubarray([...all], { minLength: length, maxLength: length });
  const chosen = fc.sample(some, { numRuns: 1, seed })[0] ?? [];
  const contents = new Map(sources.map(({ name, content }) => [name, content]));
  const mutants = chosen.map((mutant) => readable(mutant, contents.get(mutant.fileName) ?? ""));
  const wanted = chosen.filter((_, index) => isWanted(mutants[index] as Mutant));
  const parts = sources.map((source) => ({
    ...source,
    mutate: wanted.filter(({ fileName }) => fileName === source.name).map(({ location }) => location),
  }));
  const placed = await instrumenter.instrument(parts, options);
  // What is inside the range of another mutant comes along, so that the ids are looked up by place.
  const ids = new Map(placed.mutants.map((mutant) => [keyOf(mutant), mutant.id]));
  return {
    code: new Map(placed.files.map(({ name, content }) => [name, content])),
    mutants: chosen.map((mutant, index) => ({ ...(mutants[index] as Mutant), id: ids.get(keyOf(mutant)) ?? "" })),
    all: all.length,
  };
}

function readable({ id, fileName, location, replacement }: InstrumentedMutant, source: string): Mutant {
  const { start, end } = location;
  const lines = source.split("\n").slice(start.line, end.line + 1);
  const code = lines[0]?.trim() ?? "";
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? "").slice(0, end.column);
  lines[0] = (lines[0] ?? "").slice(start.column);
  return { id, file: fileName, line: start.line + 1, code, original: lines.join("\n"), replacement };
}
