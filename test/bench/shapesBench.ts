// `npm run bench -- --shapes`: how the time of all that reads a text grows with it, for texts that are the worst of their
// kind. With `--check` on shorter texts, failing for one that clearly grows faster than the text; words after it choose
// shapes by name.
import { growthOf } from "./growth.ts";
import { type Reader, readers } from "./readers.ts";
import { shapes } from "./shapes.ts";

/** What is wanted, and what fails: between them lies what a machine with other work can measure of 2. */
const wanted = 2.3;
const clear = 3.5;

const check = process.argv.includes("--check");
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const chosen = shapes.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const lengths = check ? [8_000, 32_000] : [32_000, 64_000, 128_000, 256_000];

interface Row {
  readonly shape: string;
  readonly reader: string;
  readonly factor: number;
  /** In ms, for a megabyte. */
  readonly megabyte: number;
}

function measured({ name, text }: (typeof shapes)[number], reader: string, run: Reader): Row {
  const measure = (runs: number, tidy: boolean) =>
    growthOf(run, text, lengths, { limit: check ? 4000 : 1000, runs, tidy });
  let growth = measure(2, false);
  // What other work disturbed once is not disturbed each time.
  for (let again = 0; again < 3 && growth.factor > (check ? clear : wanted); again++) {
    const next = measure(3, true);
    if (next.factor < growth.factor) growth = next;
  }
  const { factor, time, length } = growth;
  return { shape: name, reader, factor, megabyte: time * factor ** Math.log2(1_000_000 / length) };
}

function line({ shape, reader, factor, megabyte }: Row): string {
  const time = megabyte < 10 ? "" : `${(megabyte / 1000).toFixed(2)} s for 1 MB`;
  return `${factor > wanted ? "!" : " "} ${shape.padEnd(42)} ${reader.padEnd(24)} ${factor.toFixed(2).padStart(6)} ${time}`;
}

const all: Row[] = [];
for (const one of chosen) {
  const rows = Object.entries(readers[one.kind]).map(([reader, run]) => measured(one, reader, run));
  all.push(...rows);
  const slowest = rows.reduce((worst, row) => (row.megabyte > worst.megabyte ? row : worst));
  for (const row of rows)
    if (check ? row.factor > clear : row === slowest || row.factor > wanted || row.megabyte > 1000)
      console.log(line(row));
}
const above = (factor: number): number => all.filter((row) => row.factor > factor).length;
console.log(
  `${chosen.length} shapes, ${all.length} measured: ${above(wanted)} above ${wanted} per doubling, ${above(clear)} above ${clear}`,
);
if (check && above(clear) > 0) process.exitCode = 1;
