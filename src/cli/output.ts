import { exitCodes, type Output, printable } from "./command.ts";

/** Output that is not to a terminal is written in pieces of about this many UTF-16 units: a system call takes as long as a finding. */
const pieceLength = 16_384;

/**
 * Standard output and error of this process. A closed pipe ends the run silently, as in other tools. What was written is
 * out once `end` was called.
 */
export function createOutput(): Output & { end(): void } {
  const { stdout, stderr } = process;
  const isTerminal = stdout.isTTY === true;
  let waiting = "";
  /** Returns whether more can be taken at once. */
  const flush = (): boolean => {
    const piece = waiting;
    waiting = "";
    return piece === "" || stdout.write(piece);
  };
  stdout.on("error", (error) => {
    if (!("code" in error && error.code === "EPIPE"))
      stderr.write("k3s-registries: standard output can't be written to\n");
    process.exit(exitCodes.failed);
  });
  stderr.on("error", () => {});
  let hasProgress = false;
  const progress = (line: string | undefined): void => {
    if (line === undefined && !hasProgress) return;
    hasProgress = line !== undefined;
    // Cut to the width of the terminal: of a line that wraps only the last part would be taken away again.
    const shown = line === undefined ? "" : printable(line).slice(0, Math.max(0, (stderr.columns || 80) - 1));
    stderr.write(`\r\x1b[2K${shown}`);
  };
  return {
    write: (text) =>
      new Promise((resolve) => {
        if (text !== "") progress(undefined);
        waiting += text;
        if ((waiting.length < pieceLength && !isTerminal) || flush()) resolve();
        else stdout.once("drain", resolve);
      }),
    note(line) {
      progress(undefined);
      // Both may lead to the same place, where their order counts.
      flush();
      stderr.write(`${line}\n`);
    },
    end: flush,
    terminal: isTerminal ? { columns: stdout.columns || undefined } : undefined,
    progress: stderr.isTTY === true && process.env["TERM"] !== "dumb" ? progress : undefined,
  };
}
