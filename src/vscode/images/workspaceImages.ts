import { type CancellationToken, Disposable, type Uri, workspace } from "vscode";
import { shownImage } from "../../core/display/shownImage.ts";
import { hostProblem } from "../../core/hosts/registryHost.ts";
import { searchImages, tooLargeToSearch } from "../../core/images/find.ts";
import type { ImageMention } from "../../core/images/mention.ts";
import { parseImage } from "../../core/images/reference.ts";
import { maxFileSize } from "../../core/text/limits.ts";
import { readText } from "../documents.ts";
import { isTooLarge } from "../fileSize.ts";
import { findFiles, isSearchedWorkspace } from "../findFiles.ts";
import { type Placed, placedText, toRange } from "../translate.ts";

/** Where an image is named in the workspace. */
export interface ImagePlace {
  readonly uri: Uri;
  readonly range: ReturnType<typeof toRange>;
}

/** An image with one of its places. */
export interface PlacedMention {
  readonly mention: ImageMention;
  readonly place: ImagePlace;
}

/** The result of a search of the workspace. */
export interface FoundImages {
  readonly mentions: readonly PlacedMention[];
  /** The number of files that were searched. */
  readonly files: number;
  /** Those of which not all was searched, and why. */
  readonly unsearched: readonly { readonly uri: Uri; readonly reason: string }[];
  /** True if there are more files than are searched. */
  readonly incomplete: boolean;
}

/** A distinct image of the workspace, as it can be shown. */
export interface WorkspaceImage {
  readonly text: string;
  readonly places: readonly ImagePlace[];
}

/** The images that the files of the workspace name. Files are read when they are first asked for, and again when they change. */
export interface WorkspaceImages extends Disposable {
  /** @param onFile called with each file and their number */
  find(token?: CancellationToken, onFile?: (uri: Uri, count: number) => void): Promise<FoundImages>;
  /** Each image once, the most used first; without those that may hold a secret, or are no images. */
  list(token?: CancellationToken): Promise<readonly WorkspaceImage[]>;
  /** The registries of the images, as far as they are known at the moment; starts to look for them. Never waits, and reads no file that comes over the network. */
  hosts(): readonly string[];
}

/** More files than these are not looked at. */
export const mostManifests = 10_000;

/** The number of files that are read in parallel. */
const atOnce = 16;

/** What has a manifest, values or a kustomization in it, by name. */
const manifests = { glob: "**/*.{yaml,yml,json}", name: /\.(?:ya?ml|json)$/i, most: mostManifests + 1 };

interface ReadFile {
  /** When the file was changed last, and its size in bytes. */
  readonly version: string;
  readonly mentions: readonly PlacedMention[];
  /** Why not all of it was searched. */
  readonly unsearched: string | undefined;
}

export function createWorkspaceImages(): WorkspaceImages {
  const read = new Map<string, ReadFile>();
  let watching: Disposable | undefined;
  let hosts: readonly string[] = [];
  let stale = true;
  let looking = false;

  const watch = (): Disposable => {
    const watcher = workspace.createFileSystemWatcher(manifests.glob);
    const change = (): void => {
      stale = true;
    };
    return Disposable.from(
      watcher,
      watcher.onDidChange(change),
      watcher.onDidCreate(change),
      watcher.onDidDelete(change),
      workspace.onDidChangeWorkspaceFolders(change),
    );
  };

  /** What a file names; of one that is being edited, what its editor shows. */
  const fileOf = async (uri: Uri): Promise<ReadFile> => {
    const document = workspace.textDocuments.find((open) => open.isDirty && open.uri.toString() === uri.toString());
    if (document && isTooLarge(document)) return nothingIn(tooLargeToSearch);
    if (document) return { version: "", ...mentionsIn(document.getText(), document) };
    const file = await readManifest(uri, read.get(uri.toString()));
    read.set(uri.toString(), file);
    return file;
  };

  const find: WorkspaceImages["find"] = async (token, onFile) => {
    const all = await findFiles(manifests, token);
    const uris = all.slice(0, mostManifests);
    const found: ReadFile[] = [];
    for (let i = 0; i < uris.length && !token?.isCancellationRequested; i += atOnce) {
      const some = uris.slice(i, i + atOnce);
      for (const uri of some) onFile?.(uri, uris.length);
      found.push(...(await Promise.all(some.map(fileOf))));
    }
    if (found.length === uris.length) forgetOthers(read, uris);
    return {
      mentions: found.flatMap(({ mentions }) => mentions),
      files: found.length,
      unsearched: found.flatMap(({ unsearched: reason }, index) => {
        const uri = uris[index];
        return uri && reason ? [{ uri, reason }] : [];
      }),
      incomplete: all.length > mostManifests,
    };
  };

  const look = async (): Promise<void> => {
    looking = true;
    stale = false;
    try {
      hosts = hostsOf((await find()).mentions);
    } finally {
      looking = false;
    }
  };

  return {
    find,
    async list(token) {
      return distinct((await find(token)).mentions);
    },
    hosts() {
      watching ??= watch();
      if (stale && !looking && isSearchedWorkspace()) void look().catch(() => undefined);
      return hosts;
    },
    dispose: () => watching?.dispose(),
  };
}

function forgetOthers(read: Map<string, ReadFile>, uris: readonly Uri[]): void {
  const there = new Set(uris.map((uri) => uri.toString()));
  for (const key of read.keys()) if (!there.has(key)) read.delete(key);
}

/** @param known what was read of the file before, which is given back while it is the same */
async function readManifest(uri: Uri, known: ReadFile | undefined): Promise<ReadFile> {
  let version: string;
  try {
    const { mtime, size } = await workspace.fs.stat(uri);
    version = `${mtime} ${size}`;
    if (size > maxFileSize) return nothingIn(tooLargeToSearch);
  } catch {
    // It is gone by now.
    return nothingIn();
  }
  if (known?.version === version) return known;
  const text = await readText(uri);
  return text === undefined ? nothingIn() : { version, ...mentionsIn(text, { uri }) };
}

function nothingIn(unsearched?: string): ReadFile {
  return { version: "", mentions: [], unsearched };
}

/** @param shown where the offsets of the text are, where that is known already */
function mentionsIn(text: string, shown: { readonly uri: Uri } | Placed): Omit<ReadFile, "version"> {
  const { uri } = shown;
  const { images, unsearched } = searchImages(text, uri.path);
  if (images.length === 0) return { mentions: [], unsearched };
  const placed = "positionAt" in shown ? shown : placedText(uri, text);
  const mentions = images.map((mention) => ({ mention, place: { uri, range: toRange(placed, mention.span) } }));
  return { mentions, unsearched };
}

function hostsOf(mentions: readonly PlacedMention[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { mention } of mentions) {
    const reading = parseImage(mention.text);
    if (!reading.ok || hostProblem(reading.image.registry) !== undefined) continue;
    counts.set(reading.image.registry, (counts.get(reading.image.registry) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([host]) => host);
}

function distinct(mentions: readonly PlacedMention[]): readonly WorkspaceImage[] {
  const places = new Map<string, ImagePlace[]>();
  for (const { mention, place } of mentions) {
    const text = shownImage(mention.text);
    if (text !== mention.text || !parseImage(text).ok) continue;
    places.set(text, [...(places.get(text) ?? []), place]);
  }
  return [...places]
    .map(([text, found]) => ({ text, places: found }))
    .sort((a, b) => b.places.length - a.places.length || (a.text < b.text ? -1 : 1));
}
