import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { UserProblem } from "../core/text/userProblem.ts";
import { fileProblem, printable } from "./command.ts";
import { type Input, realPath } from "./inputs.ts";

/** A file that gets the findings. */
export interface Report {
  /** @throws UserProblem for the file itself among the linted ones; nothing is written then */
  refuse(input: Input): void;
  write(text: string): Promise<void>;
  /** @throws UserProblem when the file can't be written */
  end(): void;
}

/** Collects a report and writes it when it is complete, so that a run that ends early leaves the old one. */
export function reportTo(path: string, cwd: string): Report {
  const pieces: string[] = [];
  const target = realPath(resolve(cwd, path));
  let isInput = false;
  return {
    refuse({ file, path: shown }) {
      if (file === undefined || realPath(file) !== target) return;
      isInput = true;
      throw new UserProblem(`${printable(shown)}: --output would replace this file; name another one`);
    },
    write: async (text) => void pieces.push(text),
    end() {
      if (isInput) return;
      try {
        writeFileSync(resolve(cwd, path), pieces.join(""));
      } catch (error) {
        throw fileProblem(error, path);
      }
    },
  };
}
