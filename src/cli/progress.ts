import type { Output } from "./command.ts";

/** A search that takes longer is worth a word, and each word is to be readable; in milliseconds. */
const [quietTime, pause] = [1000, 100];

/** Shows on the terminal of standard error how far a run is, once it takes more than a second. */
export interface Progress {
  /** @param path what is looked at now */
  show(path: string, files: number): void;
  end(): void;
}

/** @param now the time in milliseconds */
export function progressOf({ progress }: Output, now: () => number): Progress {
  if (!progress) return { show: () => {}, end: () => {} };
  let next = now() + quietTime;
  return {
    show(path, files) {
      const time = now();
      if (time < next) return;
      next = time + pause;
      progress(`${files} ${files === 1 ? "file" : "files"} checked, searching ${path}`);
    },
    end: () => progress(undefined),
  };
}
