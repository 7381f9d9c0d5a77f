import { createOutput } from "./output.ts";
import { run } from "./run.ts";

/** Standard input is opened when it is read: until then it holds nothing up. */
const surroundings = {
  cwd: process.cwd(),
  env: process.env,
  get stdin() {
    return process.stdin;
  },
};

void run(process.argv.slice(2), createOutput(), surroundings).then((code) => {
  process.exitCode = code;
});
