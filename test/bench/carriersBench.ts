// `npm run bench -- --carriers`: what it takes to open and lint a file that carries a registries.yaml, as a ratio to a
// bare parse of the file and of the text that it carries; and to look at 1,000 files of other tools, as a ratio to reading them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAllDocuments } from "yaml";
import { mayCarry } from "../../src/core/carriers/mayCarry.ts";
import { openCarrier } from "../../src/core/carriers/openCarrier.ts";
import { type WrapForm, wrapForms, wrapRegistries } from "../../src/core/deploy/wrapRegistries.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { lintCarrier } from "../../src/core/lint/lintCarrier.ts";

/** A registries.yaml without a fault, with a mirror and a credential for each host. */
function sample(hosts: number): string {
  const names = Array.from({ length: hosts }, (_, i) => `registry-${i}.example.com`);
  const mirrors = names.map((name) => `  ${name}:\n    endpoint:\n      - "https://${name}"\n`).join("");
  const configs = names
    .map((name) => `  ${name}:\n    auth:\n      username: robot\n      password: 's3cret'\n`)
    .join("");
  return `mirrors:\n${mirrors}configs:\n${configs}`;
}

const names = { yaml: "group_vars/all.yaml", terraform: "main.tf", nix: "module.nix", shellscript: "up.sh" } as const;

/** User CPU of one run in ms. */
function cpuTime(run: () => unknown, runs: number): number {
  const before = process.cpuUsage().user;
  for (let i = 0; i < runs; i++) run();
  return (process.cpuUsage().user - before) / runs / 1000;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The median times of two tasks in ms, and the median of their ratio, measured in turns: other work on the machine disturbs both. */
function measure(task: () => unknown, bare: () => unknown): { readonly time: number; readonly ratio: number } {
  for (let i = 0; i < 5; i++) measured(task, bare, runsOf(bare));
  const runs = runsOf(bare);
  const rounds = Array.from({ length: 15 }, () => measured(task, bare, runs));
  return { time: median(rounds.map(([time]) => time)), ratio: median(rounds.map(([time, bare]) => time / bare)) };
}

function measured(task: () => unknown, bare: () => unknown, runs: number): readonly [number, number] {
  return [cpuTime(task, runs), cpuTime(bare, runs)];
}

/** As many runs as take about 20 ms: the clock of the CPU is coarse. */
function runsOf(bare: () => unknown): number {
  return Math.max(1, Math.min(500, Math.ceil(20 / cpuTime(bare, 3))));
}

/** A carrier of a form, linted, and the bare parse of it and of what it carries. */
function tasksOf(form: WrapForm, size: number): readonly [() => unknown, () => unknown] | undefined {
  const made = wrapRegistries(openRegistries(sample(size)), form);
  if (!made.ok) return undefined;
  const { text, language } = made;
  const name = names[language];
  const { regions } = openCarrier(name, text);
  if (regions.length === 0) throw new Error(`${form} carries nothing`);
  // To the outer file a block string is one scalar, so what is in it is parsed as well.
  const parts = [text, ...regions.map((region) => region.text)];
  return [() => lintCarrier(openCarrier(name, text)), () => parts.map((part) => parseAllDocuments(part))];
}

// A rule runs once for a file, so that V8 optimizes it only after thousands of files.
for (const form of wrapForms) {
  const [task, bare] = tasksOf(form, 1) ?? [];
  for (let i = 0; i < 2000; i++) [task?.(), bare?.()];
}

const cell = (text: string): string => text.padStart(22);
const sizes = [1, 10, 100, 500];
console.log(["lint of a carrier".padEnd(22), ...sizes.map((size) => cell(`${size} hosts`))].join(""));
for (const form of wrapForms) {
  const cells: string[] = [];
  for (const size of sizes) {
    const tasks = tasksOf(form, size);
    if (tasks === undefined) continue;
    const { time, ratio } = measure(...tasks);
    cells.push(cell(`${time.toFixed(2)} ms = ${ratio.toFixed(2)}×`));
  }
  if (cells.length > 0) console.log([form.padEnd(22), ...cells].join(""));
}

const folder = fileURLToPath(new URL("../test/carriers/silent", import.meta.url));
const manifest = readFileSync(join(folder, "kyverno.yaml"), "utf8");
const others = Array.from({ length: 1000 }, (_, i) => [`app-${i}.yaml`, `${manifest}# ${i}\n`] as const);
const look = measure(
  () => others.filter(([name, text]) => mayCarry(text, name)),
  () => others.map(() => readFileSync(join(folder, "kyverno.yaml"), "utf8")),
);
console.log(
  `\n1,000 files of other tools: ${look.time.toFixed(2)} ms to look at, ${look.ratio.toFixed(2)}× of reading them`,
);
