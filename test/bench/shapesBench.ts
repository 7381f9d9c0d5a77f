// `npm run bench -- --shapes`: how the time of all that reads a text grows with it, for texts that are the worst of their
// kind; words after it choose shapes by name. `--check` looks only at what is slow on a short text, ends after a while, and
// fails for what grows clearly faster than the text on longer texts as well: a machine with other work must not fail it.
import { type Growth, growthOf } from "./growth.ts";
import { type Reader, readers } from "./readers.ts";
import { shapes } from "./shapes.ts";

/** What is wanted, and what fails: between them lies what a machine with other work can measure of 2. */
const wanted = 2.3;
const clear = 3.5;

/** In ms, for a megabyte. */
const wantedMegabyte = 1000;

const check = process.argv.includes("--check");
/** Only a megabyte, and no growth: all shapes in a quarter of the time. */
const megabyteOnly = process.argv.includes("--megabyte");
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const chosen = shapes.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const lengths = [32_000, 64_000, 128_000, 256_000];
/** Of a check: the length of the first look, the ms that are slow for it, and the pairs of lengths that must agree. */
const first = { length: 8_000, slow: 25 };
const pairs = [
  [8_000, 32_000],
  [16_000, 64_000],
  [32_000, 128_000],
];
/** Seconds of the processor after which a check ends. */
const enough = 30;
/** A check goes through the shapes in these steps, since neighbours are alike and the time ends before the list does. */
const stride = 7;

interface Row {
  readonly shape: string;
  readonly reader: string;
  readonly factor: number;
  /** In ms, for a megabyte, once: measured where it may be a second or more, else by the growth. */
  readonly megabyte: number;
}

const megabyte = 1_000_000;

function measured({ name, text }: (typeof shapes)[number], reader: string, run: Reader): Row {
  if (megabyteOnly) return { shape: name, reader, factor: 1, megabyte: timed(text(megabyte), run) };
  const growth = check ? suspected(text, run) : grown(text, run);
  const { factor, time, length } = growth;
  const expected = (time * factor ** Math.log2(megabyte / length)) / run.calls;
  const measured = check || expected < 500 || expected > 10_000 ? expected : timed(text(megabyte), run);
  return { shape: name, reader, factor, megabyte: measured };
}

/** In ms of the processor, which other work disturbs less than the clock; of three runs the fastest. */
function timed(text: string, { run, calls }: Reader): number {
  text.charCodeAt(0);
  let best = Number.POSITIVE_INFINITY;
  for (let count = 0; count < 3 && best > (wantedMegabyte / 2) * calls; count++) {
    const started = process.cpuUsage();
    run(text);
    const { user, system } = process.cpuUsage(started);
    best = Math.min(best, (user + system) / 1000);
  }
  return best / calls;
}

function grown(text: (length: number) => string, run: Reader): Growth {
  const measure = (runs: number, tidy: boolean) => growthOf(run, text, lengths, { limit: 1000, runs, tidy });
  let growth = measure(2, false);
  // What other work disturbed once is not disturbed each time.
  for (let again = 0; again < 3 && growth.factor > wanted; again++) {
    const next = measure(3, true);
    if (next.factor < growth.factor) growth = next;
  }
  return growth;
}

/** The least growth of a reader that is slow, as long as each is a clear one. */
function suspected(text: (length: number) => string, run: Reader): Growth {
  let least = growthOf(run, text, [first.length], { limit: 0, runs: 1, tidy: false });
  if (least.time < first.slow) return least;
  for (const [index, pair] of pairs.entries()) {
    const growth = growthOf(run, text, pair, { limit: 8000, runs: 2, tidy: index > 0 });
    if (index === 0 || growth.factor < least.factor) least = growth;
    if (least.factor <= clear) break;
  }
  return least;
}

function line({ shape, reader, factor, megabyte }: Row): string {
  const time = megabyte < 10 ? "" : `${(megabyte / 1000).toFixed(2)} s for 1 MB`;
  return `${factor > wanted ? "!" : " "} ${shape.padEnd(42)} ${reader.padEnd(24)} ${factor.toFixed(2).padStart(6)} ${time}`;
}

const all: Row[] = [];
let looked = 0;
const ordered = Array.from({ length: stride }, (_, from) => chosen.filter((_, i) => i % stride === from)).flat();
for (const one of check ? ordered : chosen) {
  const { user, system } = process.cpuUsage();
  if (check && (user + system) / 1e6 > enough) break;
  looked++;
  const rows = Object.entries(readers[one.kind]).map(([reader, run]) => measured(one, reader, run));
  all.push(...rows);
  const slowest = rows.reduce((worst, row) => (row.megabyte > worst.megabyte ? row : worst));
  for (const row of rows)
    if (check ? row.factor > clear : row === slowest || row.factor > wanted || row.megabyte > wantedMegabyte)
      console.log(line(row));
}
const above = (factor: number): number => all.filter((row) => row.factor > factor).length;
console.log(
  `${looked} of ${chosen.length} shapes, ${all.length} measured in Node ${process.versions.node}: ${above(wanted)} above ${wanted} per doubling, ${above(clear)} above ${clear}`,
);
const slow = all.filter((row) => row.megabyte > wantedMegabyte).sort((a, b) => b.megabyte - a.megabyte);
if (!check && slow.length > 0) {
  console.log(`${slow.length} take more than ${wantedMegabyte / 1000} s for 1 MB, the slowest last:`);
  for (const row of slow.toReversed()) console.log(line(row));
}
if (check && above(clear) > 0) process.exitCode = 1;
