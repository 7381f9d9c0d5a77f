import {
  type DataTransfer,
  type Disposable,
  DocumentDropEdit,
  type DocumentDropEditProvider,
  languages,
  type Memento,
  Range,
  Uri,
} from "vscode";
import type { Credential } from "../../core/credentials/credential.ts";
import { credentialKind, readCredentials } from "../../core/credentials/readCredentials.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { whereRegistriesAre } from "../carryingDocuments.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { toWorkspaceEdit } from "../translate.ts";
import { hasCredentialSize } from "./credentialDocument.ts";
import { readCredentialFile } from "./credentialFile.ts";
import { offeredInsertions, takesCredentials } from "./insertion.ts";
import { credentialEditKind } from "./paste.ts";

/** More are not dropped to be converted. */
const mostFiles = 20;

/** Takes the credentials of a file that is dropped on a registries.yaml, or on a file that carries one, into it, instead of the file's path. */
export function registerDrop(memory: Memento, settings: LintSettingsProvider): Disposable {
  const provider = dropProvider(memory, settings);
  return whereRegistriesAre((selector) =>
    languages.registerDocumentDropEditProvider(selector, provider, {
      dropMimeTypes: ["text/uri-list", "files"],
      providedDropEditKinds: [credentialEditKind],
    }),
  );
}

/** Answers each drop. */
export function dropProvider(memory: Memento, settings: LintSettingsProvider): DocumentDropEditProvider {
  return {
    async provideDocumentDropEdits(document, position, dataTransfer, token) {
      if (!takesCredentials(document)) return undefined;
      const credentials = await droppedCredentials(dataTransfer);
      if (credentials.length === 0 || token.isCancellationRequested) return undefined;
      const offered = await offeredInsertions(
        document,
        new Range(position, position),
        credentials,
        memory,
        settings,
        true,
      );
      return offered.map(({ title, edits }) => {
        const edit = new DocumentDropEdit("", title, credentialEditKind);
        edit.additionalEdit = toWorkspaceEdit(document, edits);
        return edit;
      });
    },
  };
}

/** VS Code handles files without a credential. */
async function droppedCredentials(dataTransfer: DataTransfer): Promise<readonly Credential[]> {
  const list = (await dataTransfer.get("text/uri-list")?.asString()) ?? "";
  const uris = list.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  if (uris.length > 0)
    return (await Promise.all(uris.slice(0, mostFiles).map((uri) => credentialsAt(Uri.parse(uri))))).flat();
  // From outside of VS Code, in the browser, there are files without a place.
  const files = Array.from(dataTransfer, ([, item]) => item.asFile()).filter((file) => file !== undefined);
  const texts = await Promise.all(
    files.slice(0, mostFiles).map(async (file) => new TextDecoder().decode(await file.data())),
  );
  return texts.flatMap(credentialsIn);
}

async function credentialsAt(uri: Uri): Promise<readonly Credential[]> {
  try {
    return (await readCredentialFile(uri)).credentials;
  } catch (error) {
    if (error instanceof UserProblem) return [];
    throw error;
  }
}

function credentialsIn(text: string): readonly Credential[] {
  if (!hasCredentialSize(text.length) || credentialKind(text) === undefined) return [];
  const reading = readCredentials(text);
  return reading.ok ? reading.credentials : [];
}
