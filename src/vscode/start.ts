import { commands, Disposable, type ExtensionContext, languages, type TextDocument, workspace } from "vscode";
import { holdsRegistryMaps } from "../core/file/recognise.ts";
import { mayBeCredentialDocument } from "./credentials/credentialDocument.ts";
import { isSettingsFile, mayCarryRegistries, registriesSelector } from "./documents.ts";
import type { ExtensionApi } from "./extension.ts";
import { isTooLarge } from "./fileSize.ts";

/** What `activate` gives to tests; nothing else uses it. */
export interface Started {
  /** True if the extension has loaded. */
  readonly isLoaded: boolean;
  /** Loads the extension unless that is done. */
  load(): Promise<ExtensionApi>;
}

type Register = (context: ExtensionContext) => ExtensionApi;

/**
 * Waits for a document that concerns the extension, or for one of its commands, and loads the extension then.
 *
 * @param loadExtension gives the function that registers everything
 */
export function start(context: ExtensionContext, loadExtension: () => Promise<Register>): Started {
  let loading: Promise<ExtensionApi> | undefined;
  const load = (): Promise<ExtensionApi> => {
    loading ??= loadExtension().then((register) => {
      waiting.dispose();
      return register(context);
    });
    return loading;
  };
  const look = (document: TextDocument): void => {
    if (loading === undefined && concerns(document)) void load();
  };
  const waiting = Disposable.from(
    workspace.onDidOpenTextDocument(look),
    workspace.onDidChangeTextDocument(({ document }) => look(document)),
    ...commandsOf(context).map((id) =>
      commands.registerCommand(id, async (...args: unknown[]) => {
        await load();
        return commands.executeCommand(id, ...args);
      }),
    ),
  );
  context.subscriptions.push(waiting);
  workspace.textDocuments.forEach(look);
  return {
    get isLoaded() {
      return loading !== undefined;
    },
    load,
  };
}

/** True if the extension has something to say of a document: a registries.yaml, one inside another file, settings, perhaps a credential. */
function concerns(document: TextDocument): boolean {
  return (
    languages.match(registriesSelector, document) > 0 ||
    isSettingsFile(document.uri) ||
    mayCarryRegistries(document) ||
    mayBeNamedByK3d(document) ||
    mayBeCredentialDocument(document)
  );
}

/** True if a document is like a registries.yaml, which is one of any name where a configuration of k3d names it. */
function mayBeNamedByK3d(document: TextDocument): boolean {
  return document.languageId === "yaml" && !isTooLarge(document) && holdsRegistryMaps(document.getText());
}

function commandsOf({ extension }: ExtensionContext): readonly string[] {
  const { contributes } = extension.packageJSON as {
    readonly contributes: { readonly commands: readonly { readonly command: string }[] };
  };
  return contributes.commands.map(({ command }) => command);
}
