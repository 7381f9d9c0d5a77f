import { Disposable, type ExtensionContext, type LogOutputChannel } from "vscode";
import { createPreviews, type Previews } from "./containerdPreview.ts";
import { type Converter, createConverter } from "./converter/panel.ts";
import { createExplainer, type Explainer } from "./explain/panel.ts";
import { createImageChecks, type ImageChecks } from "./images/checkImages.ts";
import type { Linter } from "./linter.ts";
import { createNodesPage, type NodesPage } from "./nodes/nodesPage.ts";

/** What shows something beside the editor. */
export interface Pages extends Disposable {
  readonly converter: Converter;
  readonly explainer: Explainer;
  readonly imageChecks: ImageChecks;
  readonly nodesPage: NodesPage;
  readonly previews: Previews;
}

/** Makes all pages; nothing is shown before it is asked for. */
export function createPages(context: ExtensionContext, log: LogOutputChannel, linter: Linter): Pages {
  const { settings } = linter;
  const converter = createConverter(context, log, linter);
  const explainer = createExplainer(context, log, settings);
  const previews = createPreviews(settings);
  const imageChecks = createImageChecks(settings);
  const nodesPage = createNodesPage(context, log, settings, previews);
  const all = Disposable.from(converter, explainer, previews, imageChecks, nodesPage);
  return { converter, explainer, imageChecks, nodesPage, previews, dispose: () => all.dispose() };
}
