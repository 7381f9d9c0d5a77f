import { commands, Disposable, type TextDocument, window, workspace } from "vscode";
import { isCredentialDocument } from "./credentials/credentialFile.ts";
import { isRegistriesDocument } from "./documents.ts";
import { onDidLink } from "./linkedFiles.ts";
import { carrierOf } from "./openedRegistries.ts";

/** The context keys by which package.json shows commands: each is true while the active editor shows what they work with. */
const contextKeys: readonly (readonly [string, (document: TextDocument) => boolean])[] = [
  ["k3sRegistries.editorHoldsCredential", isCredentialDocument],
  ["k3sRegistries.editorHoldsRegistries", isRegistriesDocument],
  ["k3sRegistries.editorCarriesRegistries", (document) => carrierOf(document) !== undefined],
];

/** Keeps the context keys. Until the extension has loaded, none is set: no document concerned it yet. */
export function registerEditorContext(): Disposable {
  const current = new Map<string, boolean>();
  const update = (): void => {
    const document = window.activeTextEditor?.document;
    for (const [key, holds] of contextKeys) {
      const value = document !== undefined && holds(document);
      if (value !== current.get(key)) void commands.executeCommand("setContext", key, value);
      current.set(key, value);
    }
  };
  update();
  return Disposable.from(
    window.onDidChangeActiveTextEditor(update),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document === window.activeTextEditor?.document) update();
    }),
    onDidLink(update),
  );
}
