import { l10n, type QuickPickItem, TabInputText, type TextDocument, type Uri, window, workspace } from "vscode";
import { isRegistriesFile } from "../core/file/recognise.ts";
import { isRegistriesDocument, openDocument, readText } from "./documents.ts";
import { isFileTooLarge, refuseTooLarge } from "./fileSize.ts";
import { findRegistries } from "./findRegistries.ts";
import { carrierOf, regionIn } from "./openedRegistries.ts";
import { regionLabel } from "./regionPicker.ts";
import { fileOf, regionIndex, regionUri } from "./regionUri.ts";

/** Where a conversion goes: an existing registries.yaml, by its address, or a new untitled document. */
export type Destination = { readonly kind: "existing"; readonly uri: Uri } | { readonly kind: "new" };

const mostFiles = 50;

/** The registries.yaml files of the workspace, open ones first; other tools' files of that name are left out. */
export async function registriesFiles(): Promise<readonly Uri[]> {
  const open = workspace.textDocuments
    .filter((document) => !document.isClosed && isRegistriesDocument(document))
    .map(({ uri }) => uri);
  const found = await findRegistries();
  const fresh = found.filter((uri) => !open.some((other) => other.toString() === uri.toString())).slice(0, mostFiles);
  const texts = await Promise.all(fresh.map(readText));
  return [...open, ...fresh.filter((uri, i) => isRegistriesContent(uri, texts[i]))];
}

/** The files of that name in the workspace that are too large to be read. */
export async function tooLargeRegistriesFiles(): Promise<readonly Uri[]> {
  const found = await findRegistries();
  const tooLarge = await Promise.all(found.map(isFileTooLarge));
  return found.filter((_, index) => tooLarge[index]);
}

/** The registries.yaml files inside of open files that can be written, by their addresses; examples are on no node. */
export function carriedAddresses(): readonly Uri[] {
  // A document stays for a while after its editor is closed.
  const shown = new Set(
    window.tabGroups.all.flatMap(({ tabs }) =>
      tabs.flatMap(({ input }) => (input instanceof TabInputText ? [input.uri.toString()] : [])),
    ),
  );
  return workspace.textDocuments.flatMap((document) =>
    document.isClosed || !shown.has(document.uri.toString())
      ? []
      : (carrierOf(document)?.regions ?? []).flatMap(({ facts }, index) =>
          facts.example || facts.translated ? [] : [regionUri(document.uri, index)],
        ),
  );
}

function isRegistriesContent(uri: Uri, text: string | undefined): boolean {
  return text !== undefined && (text.trim() === "" || isRegistriesFile(uri.path, text));
}

/** A destination as people know it: its path in the workspace, and what it is called inside of a file. */
export function destinationLabel(destination: Destination): string {
  if (destination.kind === "new") return l10n.t("New file");
  const document = openDocument(fileOf(destination.uri).toString());
  return regionLabel(destination.uri, document && regionIn(document, regionIndex(destination.uri))?.region);
}

/**
 * Asks for the destination file, unless there is no registries.yaml yet.
 *
 * @returns `undefined` when the user cancels
 */
export async function pickDestination(): Promise<Destination | undefined> {
  const files = [...(await registriesFiles()), ...carriedAddresses()];
  if (files.length === 0) return { kind: "new" };
  type Item = QuickPickItem & { readonly destination: Destination };
  const items: Item[] = files.map((uri) => ({
    label: `$(file) ${destinationLabel({ kind: "existing", uri })}`,
    description: l10n.t("merge into this file"),
    destination: { kind: "existing", uri },
  }));
  items.push({
    label: `$(new-file) ${l10n.t("New file")}`,
    description: l10n.t("untitled until you save it"),
    destination: { kind: "new" },
  });
  const picked = await window.showQuickPick(items, {
    title: l10n.t("Convert Credential: Target File"),
    placeHolder: l10n.t("Which registries.yaml do you want to write to?"),
    ignoreFocusOut: true,
  });
  return picked?.destination;
}

/**
 * The destination's document, opened if need be; none for a new file.
 *
 * @throws UserProblem when it is too large
 */
export async function destinationDocument(destination: Destination): Promise<TextDocument | undefined> {
  if (destination.kind === "new") return undefined;
  const uri = fileOf(destination.uri);
  await refuseTooLarge(uri);
  return openDocument(uri.toString()) ?? workspace.openTextDocument(uri);
}
