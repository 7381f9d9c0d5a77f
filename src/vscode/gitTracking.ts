import { Disposable, type Event, EventEmitter, extensions, type Uri } from "vscode";

/** The part of the API of VS Code's git extension that is used (version 1, `git.d.ts`). */
interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: Event<boolean>;
  getAPI(version: 1): GitApi;
}
interface GitApi {
  readonly onDidOpenRepository: Event<unknown>;
  getRepository(uri: Uri): GitRepository | null;
}
interface GitRepository {
  readonly state: { readonly onDidChange: Event<void> };
  /** With an empty name the index is asked; rejects when the path is not in it. */
  getObjectDetails(treeish: string, path: string): Promise<unknown>;
}

/** What git knows of files, as far as VS Code's git extension is there and on. */
export interface GitTracking extends Disposable {
  /** Whether git tracks a file; `undefined` when that is not known, or not yet. Never waits. */
  tracked(uri: Uri): boolean | undefined;
  /** Fires with a file of which something else is known now. */
  readonly onDidChange: Event<Uri>;
}

export function createGitTracking(): GitTracking {
  const changed = new EventEmitter<Uri>();
  const disposables: Disposable[] = [changed];
  const asked = new Map<string, { readonly uri: Uri; tracked: boolean | undefined }>();
  const watched = new Set<GitRepository>();
  let extension: Promise<GitExtension | undefined> | undefined;
  let queue = Promise.resolve();

  const start = async (): Promise<GitExtension | undefined> => {
    const git = await extensions.getExtension<GitExtension>("vscode.git")?.activate();
    const turnedOn = (): void => {
      if (git?.enabled) disposables.push(git.getAPI(1).onDidOpenRepository(lookAtAll));
      lookAtAll();
    };
    if (git) disposables.push(git.onDidChangeEnablement(turnedOn));
    if (git?.enabled) turnedOn();
    return git;
  };
  const repositoryOf = async (uri: Uri): Promise<GitRepository | undefined> => {
    extension ??= start();
    const git = await extension;
    const repository = (git?.enabled && git.getAPI(1).getRepository(uri)) || undefined;
    if (repository && !watched.has(repository)) {
      watched.add(repository);
      disposables.push(repository.state.onDidChange(lookAtAll));
    }
    return repository;
  };
  const look = async (key: string): Promise<void> => {
    const file = asked.get(key);
    if (!file) return;
    const repository = await repositoryOf(file.uri);
    const tracked = repository && (await isInIndex(repository, file.uri));
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
    dispose: () => Disposable.from(...disposables).dispose(),
  };
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
