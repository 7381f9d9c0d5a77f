import { CodeLens, Disposable, EventEmitter, l10n, languages, type TextDocument, workspace } from "vscode";
import { type MirrorExample, mirrorExamples } from "../../core/pull/examples.ts";
import { explainPullCommand } from "../commands/explainPull.ts";
import { isRegistriesDocument, registriesSelector } from "../documents.ts";
import { registriesOf } from "../openedRegistries.ts";
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
    languages.registerCodeLensProvider(registriesSelector, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: lensesOf,
    }),
  );
}

function lensesOf(document: TextDocument): CodeLens[] {
  if (!showsExplainPullLens(document.uri) || !isRegistriesDocument(document)) return [];
  return mirrorExamples(registriesOf(document)).map(
    (example) =>
      new CodeLens(toRange(document, example.key), {
        title: lensTitle(example),
        command: explainPullCommand,
        arguments: [document.uri, example.image],
      }),
  );
}

function lensTitle({ registry }: MirrorExample): string {
  return registry === "*"
    ? l10n.t("Explain a pull from another registry")
    : l10n.t("Explain a pull from {0}", registry);
}
