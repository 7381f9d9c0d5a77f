// `npm run fuzz -- [inputs] [--seed S] [--jobs J] [--everything] [--carriers]`: generated, spliced and damaged files through
// all that the product makes of a file. Says how far it is, and of each kind of failure the smallest input.
import { type ChildProcess, fork } from "node:child_process";
import { parseArgs } from "node:util";
import { bundled } from "../project/bundle.mts";
import type { Progress } from "./run.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    jobs: { type: "string", default: "1" },
    /** Each check with each input, not with a share of them. */
    everything: { type: "boolean", default: false },
    /** Files of other tools that carry a registries.yaml. */
    carriers: { type: "boolean", default: false },
  },
});
const numbers = [positionals[0] ?? "20000", values.seed, values.jobs].map(Number);
const [inputs, seed, jobs] = numbers as [number, number, number];
const started = performance.now();
const told = new Set<string>();
const progress: Progress[] = [];
let next = 0;

const script = await bundled(`
  import { fuzz } from "./test/fuzz/run.ts";
  process.once("message", ([runs, seed, options]) => {
    for (const progress of fuzz(runs, seed, options)) process.send(progress);
    process.disconnect();
  });`);
// A failure is told by its message: stacks of the errors that readers throw at broken texts would cost more than they.
const execArgv = ["--stack-trace-limit=0"];
const share = Math.ceil(inputs / jobs);
await Promise.all(Array.from({ length: jobs }, (_, job) => ended(fork(script, { execArgv }), job)));
const failures = progress.flatMap((one) => one.failures);
console.log(`\n${done()} inputs from seed ${seed}, ${rate()} a second, longest ${longest()} ms`);
for (const { kind, count } of failures) console.log(`✘ ${count} × ${kind}`);
console.log(`${new Set(failures.map(({ kind }) => kind)).size} kinds of failures`);
process.exitCode = failures.length > 0 || done() < inputs ? 1 : 0;

function ended(child: ChildProcess, job: number): Promise<void> {
  child.send([share, seed + job * share, { everything: values.everything, carriers: values.carriers }]);
  child.on("message", (message: Progress) => {
    progress[job] = message;
    report(message);
  });
  return new Promise((resolve) => child.once("exit", () => resolve()));
}

/** Each kind of failure is printed when it comes up. */
function report({ failures }: Progress): void {
  for (const { kind, message, text, path } of failures) {
    if (told.has(kind)) continue;
    told.add(kind);
    console.log(`\n✘ ${message}\n${path === undefined ? "" : `${path} `}${JSON.stringify(text)}\n`);
  }
  if (done() < next) return;
  next = done() + 10_000;
  console.log(`${done()} done, ${rate()} a second, longest ${longest()} ms, ${new Date().toLocaleTimeString()}`);
}

function done(): number {
  return progress.reduce((total, one) => total + (one?.done ?? 0), 0);
}

function rate(): number {
  return Math.round((1000 * done()) / (performance.now() - started));
}

function longest(): number {
  return Math.round(Math.max(0, ...Object.values(progress).map(({ longest }) => longest)));
}
