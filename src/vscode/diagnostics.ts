import {
  Diagnostic,
  DiagnosticRelatedInformation,
  Disposable,
  Location,
  type LogOutputChannel,
  languages,
  type TextDocument,
  Uri,
  workspace,
} from "vscode";
import { type Finding, lint } from "../core/lint/lint.ts";
import { isRegistriesDocument } from "./documents.ts";
import { lintSettings, settingsSection } from "./settings.ts";
import { toRange, toSeverity } from "./translate.ts";

/** What every diagnostic of this extension names as its source. */
export const diagnosticSource = "k3s-registries";

/** Long enough to wait for the next letter, short enough to feel at once. */
const typingPause = 150;

const docsBase = "https://github.com/k3s-registries/k3s-registries/blob/main/docs/rules";

/** Lints registries.yaml documents as they are opened and typed in. */
export function registerDiagnostics(log: LogOutputChannel): Disposable {
  const collection = languages.createDiagnosticCollection(diagnosticSource);
  const pending = new Map<string, ReturnType<typeof setTimeout>>();

  const cancel = (document: TextDocument): void => {
    clearTimeout(pending.get(document.uri.toString()));
    pending.delete(document.uri.toString());
  };
  const refresh = (document: TextDocument): void => {
    cancel(document);
    if (document.isClosed) return;
    if (!isRegistriesDocument(document)) {
      collection.delete(document.uri);
      return;
    }
    try {
      const findings = lint(document.getText(), lintSettings(document));
      collection.set(
        document.uri,
        findings.map((finding) => toDiagnostic(document, finding)),
      );
    } catch (error) {
      // The message of an unexpected error may quote the document, so only its kind is logged.
      log.error(`Lint failed: ${error instanceof Error ? error.name : "unknown error"}`);
      collection.delete(document.uri);
    }
  };
  const refreshAll = (): void => workspace.textDocuments.forEach(refresh);
  refreshAll();

  return Disposable.from(
    collection,
    workspace.onDidOpenTextDocument(refresh),
    workspace.onDidChangeTextDocument(({ document }) => {
      cancel(document);
      if (document.languageId === "yaml")
        pending.set(
          document.uri.toString(),
          setTimeout(() => refresh(document), typingPause),
        );
    }),
    workspace.onDidCloseTextDocument((document) => {
      cancel(document);
      collection.delete(document.uri);
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(settingsSection)) refreshAll();
    }),
    new Disposable(() => {
      for (const timer of pending.values()) clearTimeout(timer);
    }),
  );
}

/** A finding as VS Code shows it: its code links to the rule's page. */
export function toDiagnostic(document: TextDocument, finding: Finding): Diagnostic {
  const diagnostic = new Diagnostic(toRange(document, finding), finding.message, toSeverity(finding.severity));
  diagnostic.source = diagnosticSource;
  diagnostic.code = { value: finding.id, target: Uri.parse(`${docsBase}/${finding.id}.md`) };
  diagnostic.relatedInformation = finding.related.map(
    ({ span, message }) =>
      new DiagnosticRelatedInformation(new Location(document.uri, toRange(document, span)), message),
  );
  return diagnostic;
}
