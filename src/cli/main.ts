import { createOutput } from "./output.ts";
import { run } from "./run.ts";

/** Standard input is opened only when it is read, so that it never blocks a run that does not need it. */
const surroundings = {
  cwd: process.cwd(),
  env: process.env,
  now: () => performance.now(),
  get stdin() {
    return process.stdin;
  },
  get ask() {
    return process.stdin.isTTY && process.stderr.isTTY ? askOnTerminal : undefined;
  },
};

async function askOnTerminal(question: string): Promise<boolean> {
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^\s*y(?:es)?\s*$/i.test(await terminal.question(question));
  } catch {
    // Ctrl+C or the end of input.
    return false;
  } finally {
    terminal.close();
  }
}

const output = createOutput();
// Counts where nothing is left to wait for, and the command has not come to an end.
process.exitCode = 2;
void run(process.argv.slice(2), output, surroundings).then((code) => {
  output.end();
  process.exitCode = code;
});
