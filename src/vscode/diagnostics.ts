import { Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, Uri } from "vscode";
import type { Finding } from "../core/lint/lint.ts";
import { documentPage, rulePage } from "../core/lint/rulePage.ts";
import type { SettingsProblem } from "../core/lint/settingsFile.ts";
import { type Placed, toRange, toSeverity } from "./translate.ts";

/** What every diagnostic of this extension names as its source. */
export const diagnosticSource = "k3s-registries";

/** The rule whose findings are keys that k3s reads no more. */
const deprecatedKeys = "deprecated-auths";

/** A finding as VS Code shows it: its code links to the rule's page. */
export function toDiagnostic(file: Placed, finding: Finding): Diagnostic {
  const diagnostic = new Diagnostic(toRange(file, finding), finding.message, toSeverity(finding.severity));
  diagnostic.source = diagnosticSource;
  diagnostic.code = { value: finding.id, target: Uri.parse(rulePage(finding.id)) };
  diagnostic.relatedInformation = finding.related.map(
    ({ span, message }) => new DiagnosticRelatedInformation(new Location(file.uri, toRange(file, span)), message),
  );
  const tags = [
    ...(finding.unused ? [DiagnosticTag.Unnecessary] : []),
    ...(finding.id === deprecatedKeys ? [DiagnosticTag.Deprecated] : []),
  ];
  if (tags.length > 0) diagnostic.tags = tags;
  return diagnostic;
}

/** Returns the problems of a settings file as diagnostics. */
export function toSettingsDiagnostic(file: Placed, problem: SettingsProblem): Diagnostic {
  const diagnostic = new Diagnostic(toRange(file, problem), problem.message, DiagnosticSeverity.Warning);
  diagnostic.source = diagnosticSource;
  diagnostic.code = { value: "settings-file", target: Uri.parse(documentPage("docs/settings-file.md")) };
  return diagnostic;
}
