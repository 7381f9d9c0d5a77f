import { type LogOutputChannel, l10n, window } from "vscode";
import { UserProblem } from "../../core/text/userProblem.ts";

/** Shows problems that the user can fix. Of other errors only the kind is shown and logged, because they may quote a file. */
export async function reportProblems(log: LogOutputChannel, action: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (error instanceof UserProblem) {
      log.info(`${action}: ended with a problem that was shown`);
      void window.showErrorMessage(error.message);
      return;
    }
    log.error(`${action}: ${error instanceof Error ? error.name : "unknown error"}`);
    void window.showErrorMessage(l10n.t("The command failed and nothing was changed. Report this as a bug."));
  }
}
