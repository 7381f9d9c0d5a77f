import { FileType, l10n, type TextDocument, type Uri, window, workspace } from "vscode";
import type { Credential } from "../core/credentials/credential.ts";
import {
  holdsGoogleKey,
  keyCredential,
  parseGoogleServiceAccountKey,
} from "../core/credentials/googleServiceAccountKey.ts";
import { openDocument } from "./documents.ts";
import { localised } from "./phrases.ts";
import { UserProblem } from "./userProblem.ts";

/** A key file is small; what is larger was chosen by mistake. */
const largestFile = 1_000_000;

/** A key and the place it was read from. */
export interface KeySource {
  readonly uri: Uri;
  readonly credential: Credential;
}

/**
 * The key to convert: the file that was asked for, else the active editor's text as it is now, else a file that the
 * user picks.
 *
 * @returns `undefined` when the user picks none
 * @throws UserProblem that says why the file holds no usable key, and shows nothing of it
 */
export async function chooseKey(asked?: Uri): Promise<KeySource | undefined> {
  const uri = asked ?? keyInActiveEditor()?.uri ?? (await pickKeyFile());
  return uri && readKey(uri);
}

/**
 * Reads a key, from the open editor if there is one, even if it is not saved.
 *
 * @throws UserProblem as `chooseKey` does
 */
export async function readKey(uri: Uri): Promise<KeySource> {
  const result = parseGoogleServiceAccountKey(openDocument(uri.toString())?.getText() ?? (await readFile(uri)));
  if (!result.ok) throw new UserProblem(localised(result.problem));
  return { uri, credential: keyCredential(result.key) };
}

/** Lets the user pick a key file. */
export async function pickKeyFile(): Promise<Uri | undefined> {
  const [uri] =
    (await window.showOpenDialog({
      title: l10n.t("Choose a service-account key"),
      openLabel: l10n.t("Convert"),
      filters: { [l10n.t("JSON key")]: ["json"], [l10n.t("All files")]: ["*"] },
    })) ?? [];
  return uri;
}

/** The active editor's document if it holds a key or, being JSON, was perhaps meant to. */
export function keyInActiveEditor(): TextDocument | undefined {
  const document = window.activeTextEditor?.document;
  if (!document) return undefined;
  const isJson = document.languageId === "json" || document.languageId === "jsonc";
  return isJson || holdsGoogleKey(document.getText()) ? document : undefined;
}

async function readFile(uri: Uri): Promise<string> {
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  let stat: Awaited<ReturnType<typeof workspace.fs.stat>>;
  try {
    stat = await workspace.fs.stat(uri);
  } catch {
    throw new UserProblem(l10n.t("{0} can't be read: it is no longer there, or you may not read it.", name));
  }
  if ((stat.type & FileType.Directory) !== 0)
    throw new UserProblem(l10n.t("{0} is a folder. Choose the JSON key file in it.", name));
  if (stat.size > largestFile)
    throw new UserProblem(l10n.t("{0} is too large to be a key, which has about 2 kB. Choose another file.", name));
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}
