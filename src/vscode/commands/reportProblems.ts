import { type LogOutputChannel, l10n, window } from "vscode";
import { UserProblem } from "../userProblem.ts";

/** Shows what the user can mend; of anything else only the kind of error is shown and logged, since it may quote a file. */
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
