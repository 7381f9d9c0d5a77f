import "mocha/mocha.js";

/** Says nothing: results are printed as they come, on lines by which the launcher knows them. */
class Quiet {}

/** Groups that put many inputs through features which have groups of their own. */
const repeating: ReadonlySet<string> = new Set([
  "every kind of credential file, by every door",
  "a key with a marker in it",
]);

/**
 * Leaves of each group its first test, and all of the extension's start. The web worker runs the same code as Node's host,
 * which runs all of them: what is to be seen there is that each feature works in it.
 */
function keepFirst(suite: Mocha.Suite): void {
  if (suite.title !== "the extension") suite.tests.splice(repeating.has(suite.title) ? 0 : 1);
  for (const inner of suite.suites) keepFirst(inner);
}

/**
 * Entry point of the suite in VS Code: the same in Node's extension host and in the web worker. Mocha's browser build
 * runs in both; its own `run()` wants a page's address bar, so the class behind it is used.
 */
export async function run(): Promise<void> {
  const { Mocha } = globalThis as unknown as { Mocha: typeof import("mocha") };
  const runner = new Mocha({ ui: "bdd", timeout: 20_000, reporter: Quiet as never });
  runner.suite.emit("pre-require", globalThis as never, "", runner);
  await import("./suite.ts");
  const only = globalThis.process?.env["HOST_TESTS"];
  if (only !== undefined) runner.grep(new RegExp(only));
  if (typeof process === "undefined") keepFirst(runner.suite);
  await new Promise<void>((resolve, reject) => {
    let passed = 0;
    let failed = 0;
    runner
      .run(() => {
        console.log(`[test] ${passed} passing, ${failed} failing`);
        if (failed > 0 || passed === 0) reject(new Error(`${failed} of ${passed + failed} host tests failed`));
        else resolve();
      })
      .on("pass", (test) => {
        passed++;
        console.log(`[test]   ✔ ${test.fullTitle()}`);
      })
      .on("fail", (test, error: unknown) => {
        failed++;
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        console.log(`[test]   ✘ ${test.fullTitle()}\n${reason}`);
      });
  });
}
