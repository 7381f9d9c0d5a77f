import { exitCodes, type Output } from "./command.ts";

/** Standard output and error of this process. A closed pipe ends the run silently, as in other tools. */
export function createOutput(): Output {
  const { stdout, stderr } = process;
  stdout.on("error", (error) => {
    if (!("code" in error && error.code === "EPIPE"))
      stderr.write("k3s-registries: standard output can't be written to\n");
    process.exit(exitCodes.failed);
  });
  stderr.on("error", () => {});
  return {
    write: (text) =>
      new Promise((resolve) => {
        if (text === "" || stdout.write(text)) resolve();
        else stdout.once("drain", resolve);
      }),
    note: (line) => void stderr.write(`${line}\n`),
    terminal: stdout.isTTY === true ? { columns: stdout.columns || undefined } : undefined,
  };
}
