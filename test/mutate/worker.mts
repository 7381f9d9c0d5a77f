// A process that runs tests of the bundle, with one mutant switched on or, to see what covers which, with none.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Script } from "node:vm";
import Mocha from "mocha";
import type { Answer, FileCoverage, Question } from "./workers.mts";

interface Switches {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
}

// Each run of mocha listens for errors of its own.
process.setMaxListeners(0);

const switches: Switches = { mutantCoverage: { static: {}, perTest: {} } };
Object.assign(globalThis, { __stryker__: switches });

const bundleFile = process.argv[2] ?? "";
const wrapped = `(function (module, exports, require) {${readFileSync(bundleFile, "utf8")}\n})`;
const script = new Script(wrapped, { filename: bundleFile });
const require = createRequire(bundleFile);

/** The tests of a file, with every module that they use evaluated anew. */
async function suiteOf(file: string): Promise<Mocha> {
  const mocha = new Mocha({ reporter: class {} as unknown as Mocha.ReporterConstructor, timeout: 0, bail: true });
  mocha.suite.emit("pre-require", globalThis, file, mocha);
  const module: { exports: { files?: Record<string, () => Promise<unknown>> } } = { exports: {} };
  script.runInThisContext()(module, module.exports, require);
  await module.exports.files?.[file]?.();
  // A limit of time says nothing here: code with switches is slow.
  withSuites(mocha.suite, (suite) => {
    suite.timeout(0);
    for (const test of suite.tests) test.timeout(0);
  });
  return mocha;
}

function withSuites(suite: Mocha.Suite, act: (suite: Mocha.Suite) => void): void {
  act(suite);
  for (const inner of suite.suites) withSuites(inner, act);
}

/** Runs what is in a suite, and gives the title of the first test that fails. */
function failure(mocha: Mocha, watch: (runner: Mocha.Runner) => void = () => undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    let first: string | undefined;
    const runner = mocha.run(() => resolve(first));
    runner.on("fail", (test, error) => {
      first ??= `${test.fullTitle()}: ${String(error.message).split("\n")[0]}`;
    });
    watch(runner);
  });
}

async function cover(file: string): Promise<FileCoverage> {
  switches.activeMutant = undefined;
  switches.hitCount = undefined;
  switches.mutantCoverage = { static: {}, perTest: {} };
  const started = performance.now();
  const mocha = await suiteOf(file);
  const loaded = performance.now() - started;
  const times: Record<string, number> = {};
  const failed: string[] = [];
  mocha.suite.bail(false);
  withSuites(mocha.suite, (suite) => suite.bail(false));
  await failure(mocha, (runner) => {
    let begun = 0;
    runner.on("test", (test) => {
      switches.currentTestId = test.fullTitle();
      begun = performance.now();
    });
    runner.on("test end", (test) => {
      times[test.fullTitle()] = performance.now() - begun;
      switches.currentTestId = undefined;
    });
    runner.on("fail", (test) => failed.push(test.fullTitle()));
  });
  const { static: loading, perTest } = switches.mutantCoverage;
  return { file, loaded, times, failed, loading, tests: perTest };
}

type Killed = Extract<Answer, { kind: "ran" }>["killedBy"];

async function run({ mutant, hitLimit, files }: Extract<Question, { kind: "run" }>): Promise<Killed> {
  for (const { file, tests } of files) {
    switches.activeMutant = mutant;
    switches.hitCount = 0;
    switches.hitLimit = hitLimit;
    switches.mutantCoverage = { static: {}, perTest: {} };
    try {
      const mocha = await suiteOf(file);
      const wanted = new Set(tests);
      withSuites(mocha.suite, (suite) => {
        suite.tests = suite.tests.filter((test) => wanted.has(test.fullTitle()));
        suite.bail(true);
      });
      const failed = await failure(mocha);
      if (failed !== undefined) return { file, test: failed };
    } catch (error) {
      return { file, test: String(error) };
    }
  }
  return undefined;
}

process.on("message", async (question: Question) => {
  const answer: Answer =
    question.kind === "cover"
      ? { kind: "covered", coverage: await cover(question.file) }
      : { kind: "ran", killedBy: await run(question) };
  process.send?.(answer);
});
