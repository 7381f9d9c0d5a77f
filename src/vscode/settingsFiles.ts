import { Disposable, type Event, EventEmitter, type TextDocument, Uri, workspace } from "vscode";
import { parseSettingsFile, type SettingsFile } from "../core/lint/settingsFile.ts";
import { settingsFileName } from "../core/lint/settingsFileName.ts";
import { isIgnored } from "../core/lint/sharedSettings.ts";
import { isSettingsFile, readText } from "./documents.ts";

/** A settings file that was read. */
export interface ReadSettingsFile extends SettingsFile {
  readonly uri: Uri;
  readonly text: string;
}

/** The settings files of the workspace: each is read once, when a file near it is linted. */
export interface SettingsFiles extends Disposable {
  /** The one that counts for a file: the nearest from its folder up to the workspace folder. */
  governing(uri: Uri): Promise<ReadSettingsFile | undefined>;
  /** Fires when one was read, even if a file further down hides it. */
  readonly onDidRead: Event<ReadSettingsFile>;
  /** Fires with the place of one that came, went or was changed; without a place when all are to be read anew. */
  readonly onDidChange: Event<Uri | undefined>;
}

export function createSettingsFiles(): SettingsFiles {
  const changed = new EventEmitter<Uri | undefined>();
  const readOne = new EventEmitter<ReadSettingsFile>();
  /** By folder; most folders have none. */
  const read = new Map<string, Promise<ReadSettingsFile | undefined>>();

  const inFolder = (folder: Uri): Promise<ReadSettingsFile | undefined> => {
    const key = folder.toString();
    const known = read.get(key);
    if (known) return known;
    const reading = readSettingsFile(Uri.joinPath(folder, settingsFileName)).then((file) => {
      if (file && read.get(key) === reading) readOne.fire(file);
      return file;
    });
    read.set(key, reading);
    return reading;
  };
  const forget = (uri: Uri): void => {
    read.delete(Uri.joinPath(uri, "..").toString());
    changed.fire(uri);
  };
  const forgetDocument = ({ uri }: TextDocument): void => {
    if (isSettingsFile(uri)) forget(uri);
  };
  const forgetAll = (): void => {
    read.clear();
    changed.fire(undefined);
  };
  const watcher = workspace.createFileSystemWatcher(`**/${settingsFileName}`);
  const subscriptions = Disposable.from(
    changed,
    readOne,
    watcher,
    watcher.onDidCreate(forget),
    watcher.onDidChange(forget),
    watcher.onDidDelete(forget),
    // Watchers do not tell of every file below a folder that goes, nor of any outside the workspace.
    workspace.onDidRenameFiles(forgetAll),
    workspace.onDidDeleteFiles(forgetAll),
    workspace.onDidChangeWorkspaceFolders(forgetAll),
    workspace.onDidSaveTextDocument(forgetDocument),
    workspace.onDidCloseTextDocument(forgetDocument),
  );

  return {
    onDidRead: readOne.event,
    onDidChange: changed.event,
    async governing(uri) {
      if (uri.scheme === "untitled") return undefined;
      const top = workspace.getWorkspaceFolder(uri)?.uri.path;
      for (let folder = Uri.joinPath(uri, ".."); ; folder = Uri.joinPath(folder, "..")) {
        const file = await inFolder(folder);
        if (file || folder.path === top || folder.path === "/" || folder.path === "") return file;
      }
    },
    dispose: () => subscriptions.dispose(),
  };
}

/** True if a settings file ignores another file. */
export function ignores({ uri, settings }: ReadSettingsFile, file: Uri): boolean {
  return isIgnored(settings, file.path.slice(Uri.joinPath(uri, "..").path.replace(/\/?$/, "/").length));
}

async function readSettingsFile(uri: Uri): Promise<ReadSettingsFile | undefined> {
  const text = await readText(uri);
  return text === undefined ? undefined : { uri, text, ...parseSettingsFile(text) };
}
