import { type ExtensionContext, window } from "vscode";
import { registerNextStepsPage } from "./commands/nextSteps.ts";
import { registerCommands } from "./commands/register.ts";
import { registerCredentialFeatures } from "./credentials/features.ts";
import { registerLanguageFeatures } from "./language/features.ts";
import { createLinter, type Linter } from "./linter.ts";
import { createPages, type Pages } from "./pages.ts";

/** What the tests look at; nothing else uses it. */
export interface ExtensionApi extends Pick<Pages, "converter" | "explainer" | "nodesPage"> {
  readonly linter: Linter;
}

/** Registers everything and returns at once: nothing is read or started before it is needed. */
export function registerExtension(context: ExtensionContext): ExtensionApi {
  const log = window.createOutputChannel("K3s Registries", { log: true });
  const linter = createLinter(log);
  const pages = createPages(context, log, linter);
  context.subscriptions.push(
    log,
    linter,
    pages,
    registerCredentialFeatures(context.globalState, linter.settings),
    registerLanguageFeatures(pages.imageChecks.images, linter),
    registerNextStepsPage(),
    registerCommands(context, log, linter, pages),
  );
  return { ...pages, linter };
}
