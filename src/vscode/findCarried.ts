import { l10n, ProgressLocation, type Uri, window, workspace } from "vscode";
import { mayCarry } from "../core/carriers/mayCarry.ts";
import { openCarrier } from "../core/carriers/openCarrier.ts";
import type { Region } from "../core/carriers/region.ts";
import { isRegistriesFile } from "../core/file/recognise.ts";
import { openDocument, readText } from "./documents.ts";
import { findCarriers } from "./findRegistries.ts";
import { carrierOptions } from "./nodeBuiltins.ts";
import { carrierOf } from "./openedRegistries.ts";

/** The number of files that are read in parallel. */
const atOnce = 16;

/**
 * The files that carry a registries.yaml of a kind: open ones, and those of the workspace. Examples in documents are on no
 * node, and do not count.
 *
 * @returns what was found until the user stopped the search, if they did
 */
export async function findCarried(isWanted: (region: Region) => boolean): Promise<readonly Uri[]> {
  const isThere = (regions: readonly Region[] = []): boolean =>
    regions.some((region) => !region.facts.example && isWanted(region));
  const open = workspace.textDocuments.filter(
    (document) => !document.isClosed && isThere(carrierOf(document)?.regions),
  );
  const found = open.map(({ uri }) => uri);
  const options = {
    location: ProgressLocation.Notification,
    title: l10n.t("Looking for registries.yaml inside other files"),
    cancellable: true,
  };
  await window.withProgress(options, async (_, token) => {
    const closed = (await findCarriers(token)).filter((uri) => !openDocument(uri.toString()));
    for (let at = 0; at < closed.length && !token.isCancellationRequested; at += atOnce) {
      const some = closed.slice(at, at + atOnce);
      for (const [index, text] of (await Promise.all(some.map(readText))).entries()) {
        const uri = some[index] as Uri;
        if (text === undefined || !mayCarry(text, uri.path) || isRegistriesFile(uri.path, text)) continue;
        if (isThere(openCarrier(uri.path, text, carrierOptions).regions)) found.push(uri);
      }
    }
  });
  return found;
}
