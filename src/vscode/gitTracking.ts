import { Disposable, type Event, EventEmitter, extensions, type Uri, workspace } from "vscode";

/** The part of the API of VS Code's git extension that is used (version 1, `git.d.ts`). */
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}
interface GitApi {
  readonly onDidOpenRepository: Event<unknown>;
  getRepository(uri: Uri): GitRepository | null;
}
interface GitRepository {
  readonly rootUri: Uri;
  /** Which of the paths are ignored; older versions of the extension have no such function. */
  checkIgnore?(paths: string[]): Promise<ReadonlySet<string>>;
  readonly state: { readonly onDidChange: Event<void> };
  /** With an empty name the index is asked; rejects when the path is not in it. */
  getObjectDetails(treeish: string, path: string): Promise<unknown>;
}

/** What git knows of files, as far as VS Code's git extension is there and on. */
export interface GitTracking extends Disposable {
  /** True if git tracks a file; `undefined` when that is not known, or not yet. Never waits. */
  tracked(uri: Uri): boolean | undefined;
  /** Fires with a file of which something else is known now. */
  readonly onDidChange: Event<Uri>;
  /** What git would do with a file; `undefined` when it ignores it, or when no repository is known to hold it. */
  exposure(uri: Uri): Promise<Exposure | undefined>;
}

/** A file that git has in its index, or that the next `git add` takes in. */
export interface Exposure {
  readonly uri: Uri;
  readonly tracked: boolean;
  /** The root of the repository. */
  readonly root: Uri;
}

export function createGitTracking(): GitTracking {
  const changed = new EventEmitter<Uri>();
  const disposables: Disposable[] = [changed, workspace.onDidGrantWorkspaceTrust(() => lookAtAll())];
  const asked = new Map<string, { readonly uri: Uri; tracked: boolean | undefined }>();
  const watched = new Set<GitRepository>();
  let api: Promise<GitApi | undefined> | undefined;
  let queue = Promise.resolve();

  const connect = async (): Promise<GitApi | undefined> => {
    const git = await gitApi();
    if (git) disposables.push(git.onDidOpenRepository(lookAtAll));
    return git;
  };
  const connected = async (): Promise<GitApi | undefined> => {
    api ??= connect();
    const git = await api;
    // It may be switched on later.
    if (!git) api = undefined;
    return git;
  };
  const look = async (key: string): Promise<void> => {
    const file = asked.get(key);
    const repository = file && (await connected())?.getRepository(file.uri);
    if (!repository) return;
    if (!watched.has(repository)) {
      watched.add(repository);
      disposables.push(repository.state.onDidChange(lookAtAll));
    }
    const tracked = await isInIndex(repository, file.uri);
    if (tracked === file.tracked) return;
    file.tracked = tracked;
    changed.fire(file.uri);
  };
  /** One after the other: each look starts git. */
  const enqueue = (key: string): void => {
    queue = queue.then(() => look(key)).catch(() => undefined);
  };
  const lookAtAll = (): void => {
    for (const key of asked.keys()) enqueue(key);
  };

  return {
    onDidChange: changed.event,
    tracked(uri) {
      if (uri.scheme !== "file") return undefined;
      const key = uri.toString();
      const known = asked.get(key);
      if (known) return known.tracked;
      asked.set(key, { uri, tracked: undefined });
      enqueue(key);
      return undefined;
    },
    async exposure(uri) {
      const repository = uri.scheme === "file" ? (await connected())?.getRepository(uri) : undefined;
      if (!repository) return undefined;
      const { rootUri: root } = repository;
      if (await isInIndex(repository, uri)) return { uri, tracked: true, root };
      return (await isIgnored(repository, uri)) === false ? { uri, tracked: false, root } : undefined;
    },
    dispose: () => Disposable.from(...disposables).dispose(),
  };
}

/** What a repository's configuration names may be run by git, so that nothing is asked before its folder is trusted. */
async function gitApi(): Promise<GitApi | undefined> {
  if (!workspace.isTrusted) return undefined;
  const extension = extensions.getExtension<GitExtension>("vscode.git");
  if (!extension) return undefined;
  const git = await extension.activate();
  return git.enabled ? git.getAPI(1) : undefined;
}

async function isInIndex(repository: GitRepository, { fsPath }: Uri): Promise<boolean> {
  try {
    await repository.getObjectDetails("", fsPath);
    return true;
  } catch {
    // Git knows the path as little as it would any other that it does not track.
    return false;
  }
}

async function isIgnored(repository: GitRepository, { fsPath }: Uri): Promise<boolean | undefined> {
  try {
    const ignored = await repository.checkIgnore?.([fsPath]);
    return ignored && ignored.size > 0;
  } catch {
    return undefined;
  }
}
