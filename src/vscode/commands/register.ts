import { commands, Disposable, type ExtensionContext, type LogOutputChannel, Uri } from "vscode";
import type { Converter } from "../converterPanel.ts";
import { convertKey, convertKeyCommand } from "./convertKey.ts";
import { fixAllCommand, fixAllInEditor } from "./fixAll.ts";
import { copyCommands, copyCommandsCommand, showNextSteps, showNextStepsCommand } from "./nextSteps.ts";
import { reportProblems } from "./reportProblems.ts";

export const openConverterCommand = "k3sRegistries.openConverter";

/** Registers every command; `test/project/manifest.test.ts` compares the ids with package.json. */
export function registerCommands(context: ExtensionContext, log: LogOutputChannel, converter: Converter): Disposable {
  const register = (id: string, run: (asked?: Uri) => Promise<void>): Disposable =>
    commands.registerCommand(id, (argument: unknown) =>
      reportProblems(log, id, () => run(argument instanceof Uri ? argument : undefined)),
    );
  return Disposable.from(
    register(convertKeyCommand, (asked) => convertKey(context.globalState, asked)),
    register(openConverterCommand, (asked) => converter.open(asked)),
    register(fixAllCommand, fixAllInEditor),
    register(showNextStepsCommand, showNextSteps),
    register(copyCommandsCommand, copyCommands),
  );
}
