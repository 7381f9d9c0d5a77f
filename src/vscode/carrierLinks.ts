import { Disposable, type Event, FileType, type TextDocument, Uri, workspace } from "vscode";
import { hasSection } from "../core/carriers/look.ts";
import { openCarrier } from "../core/carriers/openCarrier.ts";
import type { CarrierLink } from "../core/carriers/scan.ts";
import { mayBeRegistries } from "../core/file/mayBeRegistries.ts";
import { hasRegistriesName } from "../core/file/recognise.ts";
import { openDocument, readText } from "./documents.ts";
import { isTooLarge } from "./fileSize.ts";
import { isLinked, setLinked } from "./linkedFiles.ts";
import { linksOf } from "./openedRegistries.ts";

/** Where a file can be that another one names, the likeliest place first: in which folder a tool will run is not known. */
export function placesOf(uri: Uri, { path, base }: CarrierLink): readonly Uri[] {
  if (/^(?:\/|[A-Za-z]:[\\/])/.test(path)) return [uri.scheme === "file" ? Uri.file(path) : uri.with({ path })];
  const folder = workspace.getWorkspaceFolder(uri)?.uri;
  const beside = uri.scheme === "untitled" ? [] : [Uri.joinPath(uri, "..", path)];
  return base === "working-directory" && folder ? [...beside, Uri.joinPath(folder, path)] : beside;
}

/** A folder with more YAML files is not one of a cluster's configuration. */
const mostFiles = 100;

/** What the closed configurations of k3d in a folder name, until a file is saved. */
const namedIn = new Map<string, Promise<ReadonlySet<string>>>();

/** Has the configurations of k3d read again. */
export function forgetK3dConfigs(): void {
  namedIn.clear();
}

/**
 * True if a configuration of k3d names a file: an open one, or one beside the file or in the folder above. k3d reads such a
 * file before k3s does.
 */
export async function isNamedByK3d(uri: Uri): Promise<boolean> {
  const file = uri.toString();
  const isThis = (config: Uri, links: readonly CarrierLink[]): boolean =>
    links.some((link) => link.reader === "k3d" && placesOf(config, link).some((place) => place.toString() === file));
  if (workspace.textDocuments.some((document) => !document.isClosed && isThis(document.uri, linksOf(document))))
    return true;
  for (const folder of [Uri.joinPath(uri, ".."), Uri.joinPath(uri, "..", "..")]) {
    const key = folder.toString();
    const named = namedIn.get(key) ?? namesIn(folder);
    namedIn.set(key, named);
    if ((await named).has(file)) return true;
  }
  return false;
}

async function namesIn(folder: Uri): Promise<ReadonlySet<string>> {
  let entries: readonly [string, FileType][] = [];
  try {
    entries = await workspace.fs.readDirectory(folder);
  } catch {
    // Not every place has folders.
  }
  const files = entries.filter(([name, type]) => type === FileType.File && /\.ya?ml$/i.test(name));
  const named = new Set<string>();
  for (const [name] of files.length > mostFiles ? [] : files) {
    const config = Uri.joinPath(folder, name);
    const text = openDocument(config.toString()) ? undefined : await readText(config);
    if (text === undefined || !/k3d\.io\//i.test(text)) continue;
    for (const link of openCarrier(config.path, text).links)
      for (const place of placesOf(config, link)) named.add(place.toString());
  }
  return named;
}

/** As long as lint waits for the next letter. */
const typingPause = 150;

/**
 * Keeps which open files of any name a configuration of k3d names, so that each is a registries.yaml. Such a configuration is
 * looked for only where a file has a section of a registries.yaml.
 *
 * @param onConfigChange fires without a file when other configurations may be named
 */
export function followK3dLinks(onConfigChange: Event<Uri | undefined>): Disposable {
  const pending = new Map<string, ReturnType<typeof setTimeout>>();
  const look = async (document: TextDocument): Promise<void> => {
    const { uri } = document;
    const isNamed = mayBeLinked(document) && (await isNamedByK3d(uri));
    if (!document.isClosed) setLinked(uri, isNamed);
  };
  const cancel = ({ uri }: TextDocument): void => {
    clearTimeout(pending.get(uri.toString()));
    pending.delete(uri.toString());
  };
  const lookAtAll = (): void => {
    for (const document of workspace.textDocuments) void look(document);
  };
  lookAtAll();
  return Disposable.from(
    workspace.onDidOpenTextDocument(look),
    workspace.onDidChangeTextDocument(({ document }) => {
      cancel(document);
      if (document.languageId !== "yaml" || isLinked(document.uri)) return;
      pending.set(
        document.uri.toString(),
        setTimeout(() => {
          cancel(document);
          void look(document);
        }, typingPause),
      );
    }),
    workspace.onDidCloseTextDocument((document) => {
      cancel(document);
      setLinked(document.uri, false);
    }),
    onConfigChange((uri) => {
      if (uri === undefined) lookAtAll();
    }),
    new Disposable(() => {
      for (const timer of pending.values()) clearTimeout(timer);
    }),
  );
}

function mayBeLinked(document: TextDocument): boolean {
  const { uri, languageId } = document;
  if (languageId !== "yaml" || hasRegistriesName(uri.path) || isTooLarge(document)) return false;
  return isLinked(uri) || hasSection(document.getText());
}

/** True if a file without an editor is a registries.yaml of any name that a configuration of k3d names. */
export async function isLinkedText(uri: Uri, text: string): Promise<boolean> {
  const isNamed = hasSection(text) && mayBeRegistries(text) && (await isNamedByK3d(uri));
  setLinked(uri, isNamed);
  return isNamed;
}
