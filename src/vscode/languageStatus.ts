import {
  DiagnosticSeverity,
  Disposable,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  l10n,
  languages,
  type TextDocument,
  window,
} from "vscode";
import { regionSettings } from "../core/lint/lintCarrier.ts";
import type { LintSettings } from "../core/lint/rule.ts";
import { settingsFileName } from "../core/lint/settingsFileName.ts";
import { maxFileSize } from "../core/text/limits.ts";
import { carrierLabel } from "./carrierLabel.ts";
import { chooseTargetCommand } from "./commands/chooseTarget.ts";
import { diagnosticSource } from "./diagnostics.ts";
import { isTooLargeRegistries } from "./documents.ts";
import type { LintSettingsProvider } from "./lintSettings.ts";
import { regionsOf } from "./openedRegistries.ts";
import { productLabel } from "./productLabel.ts";

/** Shows beside the language of a registries.yaml how many problems it has and what it is linted for. */
export function registerLanguageStatus(settings: LintSettingsProvider): Disposable {
  let item: LanguageStatusItem | undefined;
  let latest: object | undefined;

  const hide = (): void => {
    item?.dispose();
    item = undefined;
  };
  const update = async (): Promise<void> => {
    const turn = {};
    latest = turn;
    const document = window.activeTextEditor?.document;
    // The selector takes in other tools' files of that name as well.
    if (!document) return hide();
    const isLeftAlone = isTooLargeRegistries(document);
    if (!isLeftAlone && regionsOf(document).length === 0) return hide();
    const own = isLeftAlone ? undefined : await settings.of(document.uri);
    if (latest !== turn) return;
    item ??= newItem();
    item.selector = { scheme: document.uri.scheme, pattern: document.uri.fsPath };
    const { text, detail, severity } = own ? linted(document, own) : notLinted(isLeftAlone);
    item.text = text;
    item.detail = detail;
    item.severity = severity;
  };
  const look = (): void => void update().catch(hide);
  look();
  return Disposable.from(
    window.onDidChangeActiveTextEditor(look),
    languages.onDidChangeDiagnostics(({ uris }) => {
      const shown = window.activeTextEditor?.document.uri.toString();
      if (uris.some((uri) => uri.toString() === shown)) look();
    }),
    settings.onDidChange(look),
    new Disposable(hide),
  );
}

function newItem(): LanguageStatusItem {
  const item = languages.createLanguageStatusItem("k3sRegistries.status", []);
  item.name = "K3s Registries";
  item.command = { title: l10n.t("Choose Target"), command: chooseTargetCommand };
  return item;
}

interface Shown {
  readonly text: string;
  readonly detail: string;
  readonly severity: LanguageStatusSeverity;
}

function notLinted(isLeftAlone: boolean): Shown {
  return {
    text: l10n.t("Not linted"),
    detail: isLeftAlone
      ? l10n.t("Larger than {0} MB", maxFileSize / 2 ** 20)
      : l10n.t("Ignored by {0}", settingsFileName),
    severity: LanguageStatusSeverity.Information,
  };
}

function linted(document: TextDocument, settings: LintSettings): Shown {
  const own = languages.getDiagnostics(document.uri).filter(({ source }) => source === diagnosticSource);
  const count = (wanted: DiagnosticSeverity): number => own.filter(({ severity }) => severity === wanted).length;
  const errors = count(DiagnosticSeverity.Error);
  const warnings = count(DiagnosticSeverity.Warning);
  const notes = own.length - errors - warnings;
  const parts = [
    ...(errors > 0 ? [errors === 1 ? l10n.t("1 error") : l10n.t("{0} errors", errors)] : []),
    ...(warnings > 0 ? [warnings === 1 ? l10n.t("1 warning") : l10n.t("{0} warnings", warnings)] : []),
    ...(notes > 0 ? [notes === 1 ? l10n.t("1 note") : l10n.t("{0} notes", notes)] : []),
  ];
  return {
    text: parts.length > 0 ? parts.join(", ") : l10n.t("No problems"),
    detail: regionLabels(document, settings),
    severity:
      errors > 0
        ? LanguageStatusSeverity.Error
        : warnings > 0
          ? LanguageStatusSeverity.Warning
          : LanguageStatusSeverity.Information,
  };
}

/** What carries the files of a document, and what reads them: "cloud-init · RKE2, any version". */
function regionLabels(document: TextDocument, settings: LintSettings): string {
  const labels = regionsOf(document).map((region) => {
    const label = productLabel(regionSettings(region, settings).target ?? {});
    return region.carrier === undefined ? label : `${carrierLabel(region.carrier, document.languageId)} · ${label}`;
  });
  return [...new Set(labels)].join("; ");
}
