import { type ExtensionContext, window } from "vscode";
import { registerNextStepsPage } from "./commands/nextSteps.ts";
import { registerCommands } from "./commands/register.ts";
import { createPreviews } from "./containerdPreview.ts";
import { type Converter, createConverter } from "./converter/panel.ts";
import { registerCredentialFeatures } from "./credentials/features.ts";
import { registerLanguageFeatures } from "./language/features.ts";
import { createLinter, type Linter } from "./linter.ts";

/** What the tests look at; nothing else uses it. */
export interface ExtensionApi {
  readonly converter: Converter;
  readonly linter: Linter;
}

/** Registers everything and returns at once: nothing is read or started before it is needed. */
export function activate(context: ExtensionContext): ExtensionApi {
  const log = window.createOutputChannel("K3s Registries", { log: true });
  const linter = createLinter(log);
  const converter = createConverter(context, log, linter);
  const previews = createPreviews(linter.settings);
  context.subscriptions.push(
    log,
    converter,
    linter,
    previews,
    registerCredentialFeatures(context.globalState, linter.settings),
    registerLanguageFeatures(),
    registerNextStepsPage(),
    registerCommands(context, log, converter, linter, previews),
  );
  return { converter, linter };
}
