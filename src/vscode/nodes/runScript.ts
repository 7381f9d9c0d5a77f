import { ProcessExecution, Task, TaskPanelKind, TaskRevealKind, TaskScope, tasks, Uri, workspace } from "vscode";
import { writeScript } from "../nodeBuiltins.ts";

/** True if a shell script can run in a terminal here. */
export const canRunScripts = writeScript !== undefined;

/** So many can be run again, such as to undo what they did. */
const mostScripts = 10;

/** How a script ended. */
export interface ScriptRun {
  /** Its exit code; `undefined` if it was ended from outside. */
  readonly code: number | undefined;
  /** What it wrote to standard output. */
  readonly output: string;
}

/**
 * Runs a shell script in a terminal, where `ssh` can ask its questions, and waits for its end. No shell reads the arguments.
 *
 * @param storage the folder of the extension in which the script stays, for its owner alone: what it prints can name it
 * @param script without secrets
 */
export async function runScript(
  storage: Uri,
  name: string,
  script: string,
  args: readonly string[] = [],
): Promise<ScriptRun> {
  await workspace.fs.createDirectory(storage);
  await deleteOldScripts(storage);
  const id = `${Date.now()}-${crypto.randomUUID()}`;
  const [runner, file, output] = [
    Uri.joinPath(storage, "run.sh"),
    Uri.joinPath(storage, `${id}.sh`),
    Uri.joinPath(storage, `${id}.jsonl`),
  ];
  writeScript?.(runner.fsPath, collecting);
  writeScript?.(file.fsPath, script);
  const command = [runner.fsPath, output.fsPath, file.fsPath, ...args];
  const task = new Task(
    { type: "process" },
    TaskScope.Workspace,
    name,
    "K3s Registries",
    new ProcessExecution("/bin/sh", command),
  );
  task.presentationOptions = { reveal: TaskRevealKind.Always, panel: TaskPanelKind.New, focus: true, echo: false };
  try {
    const code = await ended(task);
    const bytes = await workspace.fs.readFile(output).then(undefined, () => new Uint8Array());
    return { code, output: new TextDecoder().decode(bytes) };
  } finally {
    void workspace.fs.delete(output).then(undefined, () => {});
  }
}

/** The names of scripts start with their time, so that the oldest come first. */
async function deleteOldScripts(storage: Uri): Promise<void> {
  const names = (await workspace.fs.readDirectory(storage)).map(([name]) => name).filter((name) => /^\d+-/.test(name));
  for (const name of names.sort().slice(0, 1 - mostScripts))
    await workspace.fs.delete(Uri.joinPath(storage, name)).then(undefined, () => {});
}

/** Shows the output as it comes, and keeps it in a file for its owner alone; the exit code is that of the script. */
const collecting = `umask 077
out=$1
shift
{ sh "$@"; echo $? >"$out.code"; } | tee "$out"
code=$(cat "$out.code")
rm -f "$out.code"
exit "$code"
`;

async function ended(task: Task): Promise<number | undefined> {
  let code: number | undefined;
  const execution = await tasks.executeTask(task);
  return new Promise((resolve) => {
    const process = tasks.onDidEndTaskProcess((event) => {
      if (event.execution === execution) code = event.exitCode;
    });
    const end = tasks.onDidEndTask((event) => {
      if (event.execution !== execution) return;
      process.dispose();
      end.dispose();
      resolve(code);
    });
  });
}
