import {
  type CancellationToken,
  CancellationTokenSource,
  FileType,
  RelativePattern,
  Uri,
  type WorkspaceFolder,
  workspace,
} from "vscode";

/** Where VS Code itself searches. */
const searched: ReadonlySet<string> = new Set(["file", "vscode-remote"]);

/** True if all folders of the workspace are searched by VS Code itself; in others each file may come over the network. */
export function isSearchedWorkspace(): boolean {
  return (workspace.workspaceFolders ?? []).every(({ uri }) => searched.has(uri.scheme));
}

/** Folders with third-party files. */
const skipped: ReadonlySet<string> = new Set(["node_modules", ".git"]);

/** A larger folder has too many to ask for, one by one. */
const mostFolders = 5000;

/** Files by their names: as VS Code searches for them, and as a walk through folders tells them. */
export interface WantedFiles {
  readonly glob: string;
  readonly name: RegExp;
  /** How many are enough; all when left out. */
  readonly most?: number;
}

/** The files of some names in all folders of the workspace, without what `files.exclude` hides; sorted by path. */
export async function findFiles(wanted: WantedFiles, token?: CancellationToken): Promise<readonly Uri[]> {
  const source = new CancellationTokenSource();
  const cancelled = token?.onCancellationRequested(() => source.cancel());
  if (token?.isCancellationRequested) source.cancel();
  const folders = workspace.workspaceFolders ?? [];
  const found = await Promise.all(folders.map((folder) => findInFolder(folder, wanted, source.token)));
  cancelled?.dispose();
  // Ends what has lost its race.
  source.cancel();
  const byUri = new Map(found.flat().map((uri) => [uri.toString(), uri]));
  return [...byUri.values()].sort((a, b) => a.path.localeCompare(b.path));
}

/** VS Code never answers a search of a file system that nobody can search, so such a folder is walked meanwhile. */
function findInFolder(folder: WorkspaceFolder, wanted: WantedFiles, token: CancellationToken): Promise<readonly Uri[]> {
  const pattern = new RelativePattern(folder, wanted.glob);
  const search = Promise.resolve(workspace.findFiles(pattern, "**/node_modules/**", wanted.most, token));
  if (searched.has(folder.uri.scheme)) return search;
  const walked = walk(folder.uri, wanted, token);
  return Promise.race([search.catch(() => walked), walked]);
}

async function walk(
  root: Uri,
  { name: wantedName, most = Number.POSITIVE_INFINITY }: WantedFiles,
  token: CancellationToken,
): Promise<readonly Uri[]> {
  const found: Uri[] = [];
  const folders = [root];
  for (let read = 0; read < folders.length && read < mostFolders && !token.isCancellationRequested; read++) {
    const folder = folders[read] as Uri;
    for (const [name, type] of await entries(folder)) {
      if (type === FileType.Directory && !skipped.has(name)) folders.push(Uri.joinPath(folder, name));
      if (type & FileType.File && wantedName.test(name)) found.push(Uri.joinPath(folder, name));
    }
    if (found.length >= most) break;
  }
  return found;
}

async function entries(folder: Uri): Promise<readonly [string, FileType][]> {
  try {
    return await workspace.fs.readDirectory(folder);
  } catch {
    // Skip a folder that can't be read.
    return [];
  }
}
