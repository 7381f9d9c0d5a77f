import { type ExtensionContext, window } from "vscode";
import { registerNextStepsPage } from "./commands/nextSteps.ts";
import { registerCommands } from "./commands/register.ts";
import { createPreviews } from "./containerdPreview.ts";
import { type Converter, createConverter } from "./converter/panel.ts";
import { registerCredentialFeatures } from "./credentials/features.ts";
import { createExplainer, type Explainer } from "./explain/panel.ts";
import { createImageChecks } from "./images/checkImages.ts";
import { registerLanguageFeatures } from "./language/features.ts";
import { createLinter, type Linter } from "./linter.ts";

/** What the tests look at; nothing else uses it. */
export interface ExtensionApi {
  readonly converter: Converter;
  readonly explainer: Explainer;
  readonly linter: Linter;
}

/** Registers everything and returns at once: nothing is read or started before it is needed. */
export function registerExtension(context: ExtensionContext): ExtensionApi {
  const log = window.createOutputChannel("K3s Registries", { log: true });
  const linter = createLinter(log);
  const converter = createConverter(context, log, linter);
  const explainer = createExplainer(context, log, linter.settings);
  const previews = createPreviews(linter.settings);
  const imageChecks = createImageChecks(linter.settings);
  context.subscriptions.push(
    log,
    converter,
    explainer,
    linter,
    previews,
    imageChecks,
    registerCredentialFeatures(context.globalState, linter.settings),
    registerLanguageFeatures(imageChecks.images, linter),
    registerNextStepsPage(),
    registerCommands(context, log, linter, { converter, explainer, imageChecks, previews }),
  );
  return { converter, explainer, linter };
}
