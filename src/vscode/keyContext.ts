import { commands, Disposable, type TextDocument, window, workspace } from "vscode";
import { holdsGoogleKey } from "../core/credentials/googleServiceAccountKey.ts";

/** The context key that shows the editor title button. */
const contextKey = "k3sRegistries.editorHoldsKey";

/** A key file has about 2.3 kB; a larger text is no key, and is not looked through at each keystroke. */
const largestKey = 64_000;

/** Keeps a context key that tells whether the active editor holds a service-account key. */
export function registerKeyContext(): Disposable {
  let current: boolean | undefined;
  const update = (): void => {
    const document = window.activeTextEditor?.document;
    const holds = document !== undefined && mayHoldKey(document) && holdsGoogleKey(document.getText());
    if (holds !== current) void commands.executeCommand("setContext", contextKey, holds);
    current = holds;
  };
  update();
  return Disposable.from(
    window.onDidChangeActiveTextEditor(update),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document === window.activeTextEditor?.document) update();
    }),
  );
}

function mayHoldKey(document: TextDocument): boolean {
  if (document.languageId === "yaml") return false;
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end) < largestKey;
}
