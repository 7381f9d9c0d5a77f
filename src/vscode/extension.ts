import { type ExtensionContext, window } from "vscode";
import { registerNextStepsPage } from "./commands/nextSteps.ts";
import { registerCommands } from "./commands/register.ts";
import { createPreviews } from "./containerdPreview.ts";
import { type Converter, createConverter } from "./converter/panel.ts";
import { registerCredentialFeatures } from "./credentials/features.ts";
import { registerExplainCodeLens } from "./explain/codeLens.ts";
import { createExplainer, type Explainer } from "./explain/panel.ts";
import { registerLanguageFeatures } from "./language/features.ts";
import { createLinter, type Linter } from "./linter.ts";

/** What the tests look at; nothing else uses it. */
export interface ExtensionApi {
  readonly converter: Converter;
  readonly explainer: Explainer;
  readonly linter: Linter;
}

/** Registers everything and returns at once: nothing is read or started before it is needed. */
export function activate(context: ExtensionContext): ExtensionApi {
  const log = window.createOutputChannel("K3s Registries", { log: true });
  const linter = createLinter(log);
  const converter = createConverter(context, log, linter);
  const explainer = createExplainer(context, log, linter.settings);
  const previews = createPreviews(linter.settings);
  context.subscriptions.push(
    log,
    converter,
    explainer,
    linter,
    previews,
    registerCredentialFeatures(context.globalState, linter.settings),
    registerExplainCodeLens(),
    registerLanguageFeatures(),
    registerNextStepsPage(),
    registerCommands(context, log, linter, { converter, explainer, previews }),
  );
  return { converter, explainer, linter };
}
