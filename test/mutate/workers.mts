import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** What the tests of a file do without a mutant. Titles are whole; counts are by the id of the mutant. */
export interface FileCoverage {
  readonly file: string;
  /** Milliseconds. */
  readonly loaded: number;
  readonly times: Readonly<Record<string, number>>;
  readonly failed: readonly string[];
  /** What was reached while the file was read, and in hooks. */
  readonly loading: Readonly<Record<string, number>>;
  readonly tests: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export type Question =
  | { readonly kind: "cover"; readonly file: string }
  | {
      readonly kind: "run";
      readonly mutant: string;
      /** So often may its code be reached: a loop without end is stopped there. */
      readonly hitLimit: number;
      readonly files: readonly { readonly file: string; readonly tests: readonly string[] }[];
    };

export type Answer =
  | { readonly kind: "covered"; readonly coverage: FileCoverage }
  | {
      readonly kind: "ran";
      /** The file and the test that fails. */
      readonly killedBy: { readonly file: string; readonly test: string } | undefined;
    };

const worker = fileURLToPath(new URL("worker.mts", import.meta.url));

/**
 * Asks a question about each of some things, by as many processes as said; a process that gives no answer in time is ended
 * and replaced.
 *
 * @param script the path of the bundled tests
 * @param questionOf with the milliseconds that an answer may take; called when its turn comes
 * @param heard is given each answer, `undefined` when none came
 */
export async function askAll<One>(
  script: string,
  things: readonly One[],
  jobs: number,
  questionOf: (thing: One) => readonly [question: Question, time: number],
  heard: (thing: One, answer: Answer | undefined) => void,
): Promise<void> {
  const waiting = [...things];
  const one = async (): Promise<void> => {
    let child: ChildProcess | undefined;
    let asked = 0;
    for (let thing = waiting.shift(); thing !== undefined; thing = waiting.shift()) {
      child ??= fork(worker, [script], {
        execArgv: ["--import", "tsx"],
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      const answer = await ask(child, ...questionOf(thing));
      heard(thing, answer);
      // Each answer leaves compiled code behind.
      if (answer && ++asked % 200 !== 0) continue;
      child.kill("SIGKILL");
      child = undefined;
    }
    child?.kill("SIGKILL");
  };
  await Promise.all(Array.from({ length: jobs }, one));
}

function ask(child: ChildProcess, question: Question, time: number): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const end = (answer?: Answer): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(answer);
    };
    const timer = setTimeout(() => end(), time);
    child.once("message", (answer: Answer) => end(answer));
    child.once("exit", () => end());
    child.send(question);
  });
}
