import { exitCodes, type Output } from "./command.ts";

/** Standard output and error of this process. A closed pipe ends the run silently, as in other tools. */
export function createOutput(): Output {
  const { stdout, stderr, env } = process;
  stdout.on("error", (error) => {
    if (!("code" in error && error.code === "EPIPE"))
      stderr.write("k3s-registries: standard output can't be written to\n");
    process.exit(exitCodes.failed);
  });
  stderr.on("error", () => {});
  const noColour = env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "";
  return {
    write: (text) =>
      new Promise((resolve) => {
        if (text === "" || stdout.write(text)) resolve();
        else stdout.once("drain", resolve);
      }),
    note: (line) => void stderr.write(`${line}\n`),
    colours: stdout.isTTY === true && !noColour && env["TERM"] !== "dumb",
  };
}
