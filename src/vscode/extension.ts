import { type ExtensionContext, window } from "vscode";
import { registerCodeActions } from "./codeActions.ts";
import { registerNextStepsPage } from "./commands/nextSteps.ts";
import { registerCommands } from "./commands/register.ts";
import { type Converter, createConverter } from "./converterPanel.ts";
import { registerDiagnostics } from "./diagnostics.ts";
import { registerKeyContext } from "./keyContext.ts";

/** What the tests look at; nothing else uses it. */
export interface ExtensionApi {
  readonly converter: Converter;
}

/** Registers everything and returns at once: nothing is read or started before it is needed. */
export function activate(context: ExtensionContext): ExtensionApi {
  const log = window.createOutputChannel("K3s Registries", { log: true });
  const converter = createConverter(context, log);
  context.subscriptions.push(
    log,
    converter,
    registerDiagnostics(log),
    registerCodeActions(),
    registerKeyContext(),
    registerNextStepsPage(),
    registerCommands(context, log, converter),
  );
  return { converter };
}
