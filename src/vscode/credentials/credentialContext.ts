import { commands, Disposable, window, workspace } from "vscode";
import { isCredentialDocument } from "./credentialFile.ts";

/** The context key that shows the editor title button. */
const contextKey = "k3sRegistries.editorHoldsCredential";

/** Keeps a context key that is true while the active editor shows a credential file. */
export function registerCredentialContext(): Disposable {
  let current: boolean | undefined;
  const update = (): void => {
    const document = window.activeTextEditor?.document;
    const holds = document !== undefined && isCredentialDocument(document);
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
