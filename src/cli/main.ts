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
};

const output = createOutput();
void run(process.argv.slice(2), output, surroundings).then((code) => {
  output.end();
  process.exitCode = code;
});
