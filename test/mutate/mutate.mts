// `npm run mutate -- FOLDER… [--sample N] [--seed S] [--jobs J] [--again FILE]`: changes one expression at a time and says
// which changes no test sees. FOLDER is one of src/core, or a path, also of a file; the same seed gives the same sample as long
// as the code is the same. FILE is the output of an earlier run of that sample: only what it lists is run, the rest is killed.
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { bundled } from "../project/bundle.mts";
import { filesBelow } from "../project/files.ts";
import { equivalenceOf, staleEquivalents } from "./equivalent.mts";
import { instrumented, type Mutant } from "./mutants.mts";
import { askAll, type FileCoverage, type Question } from "./workers.mts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: "string", default: "200" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    jobs: { type: "string", default: String(availableParallelism()) },
    again: { type: "string" },
  },
});
const [sample, seed, jobs] = [values.sample, values.seed, values.jobs].map(Number) as [number, number, number];
const folders = positionals.map((folder) => (folder.startsWith("src/") ? folder : `src/core/${folder}`));
const sources = folders
  .flatMap((folder) => (folder.endsWith(".ts") ? [folder] : filesBelow(folder)))
  .filter((file) => file.endsWith(".ts"));
const testFiles = ["test/core", "test/rules", "test/conformance"]
  .flatMap((folder) => filesBelow(folder))
  .filter((file) => file.endsWith(".test.ts"))
  .concat("test/carriers/cases.test.ts");
if (sources.length === 0)
  throw new Error("npm run mutate -- FOLDER… [--sample N] [--seed S] [--jobs J] [--again FILE]");

const earlier = values.again === undefined ? undefined : earlierRun(readFileSync(values.again, "utf8"));
const isListed = (mutant: Omit<Mutant, "id">): boolean => earlier?.lines.has(report(mutant)) ?? true;
const { code, mutants: chosen, all } = await instrumented(sources, sample, seed, isListed);
const heading = `${chosen.length} of ${all} mutants, seed ${seed}`;
if (earlier?.lines.has(heading) === false)
  throw new Error(`The earlier run is not of this code, sample and seed: ${heading}`);
const mutants = chosen.slice(0, earlier?.done);
console.log(heading);
if (mutants.length < chosen.length) console.log(`the first ${mutants.length}, since the earlier run did not end`);
// Each file's tests are evaluated, with all that they import, when its function is called.
const entries = testFiles.map((file) => `${JSON.stringify(file)}: () => import(${JSON.stringify(`./${file}`)})`);
const script = await bundled(`export const files = { ${entries.join(",\n")} };`, code);

const coverage: FileCoverage[] = [];
await askAll(
  script,
  testFiles,
  jobs,
  (file) => [{ kind: "cover", file }, 300_000],
  (file, answer) => {
    if (answer?.kind !== "covered") {
      console.log(`left out, since it takes too long with switches in the code: ${file}`);
      return;
    }
    coverage.push(answer.coverage);
    for (const title of answer.coverage.failed) console.log(`left out, since it fails without a mutant: ${title}`);
  },
);

/** How many mutants of a file the tests of another have killed so far. */
const kills = new Map<string, number>();

/** The tests that reach a mutant: first the files that kill its neighbours, then those that take least time. */
function runOf({ id, file: source }: Mutant): readonly [Extract<Question, { kind: "run" }>, number] {
  let hits = 0;
  const files = coverage.flatMap(({ file, loaded, times, failed, loading, tests }) => {
    const all = Object.keys(times).filter((title) => !failed.includes(title));
    const reaching = id in loading ? all : all.filter((title) => tests[title]?.[id] !== undefined);
    hits += reaching.reduce((sum, title) => sum + (tests[title]?.[id] ?? 0), loading[id] ?? 0);
    if (reaching.length === 0) return [];
    const time = reaching.reduce((sum, title) => sum + (times[title] ?? 0), loaded);
    return [{ file, tests: reaching, time, killed: kills.get(`${source} ${file}`) ?? 0 }];
  });
  files.sort((a, b) => (b.killed + 0.1) / (b.time + 100) - (a.killed + 0.1) / (a.time + 100));
  const time = files.reduce((sum, { time }) => sum + time, 0);
  return [{ kind: "run", mutant: id, hitLimit: 100 * hits + 1000, files }, 20_000 + 10 * time];
}

const covered = new Set(
  coverage.flatMap(({ loading, tests }) => [loading, ...Object.values(tests)].flatMap(Object.keys)),
);
const outcomes = new Map<Mutant, "killed" | "survived" | "not covered" | "equivalent">();
for (const mutant of mutants)
  if (!isListed(mutant)) outcomes.set(mutant, "killed");
  else if (!covered.has(mutant.id)) outcomes.set(mutant, "not covered");
const waiting = mutants.filter((mutant) => !outcomes.has(mutant));
let done = 0;
await askAll(script, waiting, jobs, runOf, (mutant, answer) => {
  const killer = answer?.kind === "ran" ? answer.killedBy?.file : "a loop without end";
  if (killer !== undefined) kills.set(`${mutant.file} ${killer}`, (kills.get(`${mutant.file} ${killer}`) ?? 0) + 1);
  outcomes.set(mutant, killer !== undefined ? "killed" : equivalenceOf(mutant) ? "equivalent" : "survived");
  if (outcomes.get(mutant) === "survived") console.log(report(mutant));
  if (++done % 100 !== 0) return;
  console.log(`${done} of ${waiting.length}, ${new Date().toLocaleTimeString()}`);
  table();
});

for (const outcome of ["not covered", "equivalent", "survived"]) {
  console.log(`\n${outcome}:`);
  for (const mutant of of(outcome)) console.log(`  ${report(mutant)}`);
}
table();
for (const entry of staleEquivalents(sources)) console.log(`no longer in the code: ${entry}`);

function report(mutant: Omit<Mutant, "id">): string {
  const [original, replacement] = [mutant.original, mutant.replacement].map((text) => text.replace(/\s+/g, " "));
  return `${mutant.file}:${mutant.line} ${original} → ${replacement}`;
}

/**
 * What an earlier run's output says of mutants: all that it lists were not killed. A run that did not end was done with
 * as many of the first as its last table says, but for those that its other processes were at.
 */
function earlierRun(output: string): { readonly lines: ReadonlySet<string>; readonly done: number } {
  const lines = output.split("\n").map((line) => line.trim());
  const progress = lines.findLast((line) => /^\d+ of \d+, /.test(line)) ?? "0";
  return { lines: new Set(lines), done: lines.includes("survived:") ? Infinity : Number.parseInt(progress, 10) };
}

function of(outcome: string, folder = ""): readonly Mutant[] {
  return mutants.filter((mutant) => outcomes.get(mutant) === outcome && mutant.file.startsWith(folder));
}

/** The figures of what has run so far. */
function table(): void {
  console.log("\nfolder                  killed survived equivalent not covered  killed of covered");
  for (const folder of folders.length > 1 ? [...folders, ""] : folders) {
    const counts = ["killed", "survived", "equivalent", "not covered"].map((outcome) => of(outcome, folder).length);
    const [killed = 0, survived = 0] = counts;
    const share = `${((100 * killed) / (killed + survived || 1)).toFixed(1)} %`;
    console.log((folder || "all").padEnd(22), ...counts.map((count) => String(count).padStart(8)), share.padStart(12));
  }
}
