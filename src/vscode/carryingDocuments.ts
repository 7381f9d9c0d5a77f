import { Disposable, type DocumentSelector, type TextDocument, workspace } from "vscode";
import { isRegistriesDocument, openDocument, registriesSelector } from "./documents.ts";
import { isLinked, onDidLink } from "./linkedFiles.ts";
import { carrierOf, linksOf } from "./openedRegistries.ts";

/** As long as lint waits for the next letter. */
const typingPause = 150;

/**
 * Registers features for registries.yaml, and for each open document from when it first is, carries or names one. Any other
 * document is not asked about: its own features would share their trigger characters and messages with ours.
 */
export function whereRegistriesAre(register: (selector: DocumentSelector) => Disposable): Disposable {
  const registered = new Map<string, Disposable>();
  const pending = new Map<string, ReturnType<typeof setTimeout>>();
  const look = (document: TextDocument): void => {
    const key = document.uri.toString();
    pending.delete(key);
    if (document.isClosed || registered.has(key)) return;
    const isNamed = isLinked(document.uri) && isRegistriesDocument(document);
    if (!isNamed && !carrierOf(document) && linksOf(document).length === 0) return;
    const { scheme, fsPath } = document.uri;
    registered.set(key, register({ scheme, pattern: fsPath }));
  };
  const close = ({ uri }: TextDocument): void => {
    const key = uri.toString();
    clearTimeout(pending.get(key));
    pending.delete(key);
    registered.get(key)?.dispose();
    registered.delete(key);
  };
  const everywhere = register(registriesSelector);
  workspace.textDocuments.forEach(look);
  return Disposable.from(
    everywhere,
    workspace.onDidOpenTextDocument(look),
    onDidLink((uri) => {
      const document = openDocument(uri.toString());
      if (document) look(document);
    }),
    workspace.onDidCloseTextDocument(close),
    workspace.onDidChangeTextDocument(({ document }) => {
      const key = document.uri.toString();
      if (registered.has(key)) return;
      clearTimeout(pending.get(key));
      pending.set(
        key,
        setTimeout(() => look(document), typingPause),
      );
    }),
    new Disposable(() => {
      for (const timer of pending.values()) clearTimeout(timer);
      for (const one of registered.values()) one.dispose();
    }),
  );
}
