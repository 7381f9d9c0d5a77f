import { ProcessExecution, Task, TaskPanelKind, TaskRevealKind, TaskScope, tasks, Uri, workspace } from "vscode";
import { writeScript } from "../nodeBuiltins.ts";

/** True if a shell script can run in a terminal here. */
export const canRunScripts = writeScript !== undefined;

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
 * @param storage the folder of the extension in which the script is while it runs, for its owner alone
 * @param script without secrets
 */
export async function runScript(
  storage: Uri,
  name: string,
  script: string,
  args: readonly string[] = [],
): Promise<ScriptRun> {
  const id = crypto.randomUUID();
  const [file, output] = [Uri.joinPath(storage, `${id}.sh`), Uri.joinPath(storage, `${id}.jsonl`)];
  await workspace.fs.createDirectory(storage);
  writeScript?.(file.fsPath, script);
  const command = ["-c", collecting, file.fsPath, output.fsPath, ...args];
  const task = new Task(
    { type: "process" },
    TaskScope.Workspace,
    name,
    "K3s Registries",
    new ProcessExecution("/bin/sh", command),
  );
  task.presentationOptions = { reveal: TaskRevealKind.Always, panel: TaskPanelKind.New, focus: true };
  try {
    const code = await ended(task);
    const bytes = await workspace.fs.readFile(output).then(undefined, () => new Uint8Array());
    return { code, output: new TextDecoder().decode(bytes) };
  } finally {
    for (const one of [file, output]) void workspace.fs.delete(one).then(undefined, () => {});
  }
}

/** Shows the output as it comes, and keeps it in a file for its owner alone; the exit code is that of the script. */
const collecting =
  'umask 077; out=$1; shift; { sh "$0" "$@"; echo $? >"$out.code"; } | tee "$out"; code=$(cat "$out.code"); rm -f "$out.code"; exit "$code"';

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
