import { CodeLens, Disposable, EventEmitter, l10n, languages, type TextDocument, workspace } from "vscode";
import { type MirrorExample, mirrorExamples } from "../../core/pull/examples.ts";
import { whereRegistriesAre } from "../carryingDocuments.ts";
import { explainPullCommand } from "../commands/explainPull.ts";
import { commandedRegions } from "../openedRegistries.ts";
import { settingsSection, showsExplainPullLens } from "../settings.ts";
import { toRange } from "../translate.ts";

/** Offers above each mirror to explain a pull through it. */
export function registerExplainCodeLens(): Disposable {
  const changed = new EventEmitter<void>();
  return Disposable.from(
    changed,
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingsSection)) changed.fire();
    }),
    whereRegistriesAre((selector) =>
      languages.registerCodeLensProvider(selector, {
        onDidChangeCodeLenses: changed.event,
        provideCodeLenses: lensesOf,
      }),
    ),
  );
}

function lensesOf(document: TextDocument): CodeLens[] {
  if (!showsExplainPullLens(document.uri)) return [];
  return commandedRegions(document).flatMap(({ region, address }) =>
    mirrorExamples(region.file).map(
      (example) =>
        new CodeLens(toRange(document, region.outerSpan(example.key)), {
          title: lensTitle(example),
          command: explainPullCommand,
          arguments: [address, example.image],
        }),
    ),
  );
}

function lensTitle({ registry }: MirrorExample): string {
  return registry === "*"
    ? l10n.t("Explain a pull from another registry")
    : l10n.t("Explain a pull from {0}", registry);
}
