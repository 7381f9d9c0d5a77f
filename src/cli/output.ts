import { exitCodes, type Output, printable } from "./command.ts";

/** Standard output and error of this process. A closed pipe ends the run silently, as in other tools. */
export function createOutput(): Output {
  const { stdout, stderr } = process;
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
        if (text === "" || stdout.write(text)) resolve();
        else stdout.once("drain", resolve);
      }),
    note(line) {
      progress(undefined);
      stderr.write(`${line}\n`);
    },
    terminal: stdout.isTTY === true ? { columns: stdout.columns || undefined } : undefined,
    progress: stderr.isTTY === true && process.env["TERM"] !== "dumb" ? progress : undefined,
  };
}
