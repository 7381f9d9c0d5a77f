import type { CancellationToken, Uri } from "vscode";
import { carrierGlob, carrierName } from "../core/carriers/carrierNames.ts";
import { registriesGlob } from "./documents.ts";
import { findFiles } from "./findFiles.ts";

/** The files named registries.yaml in all folders of the workspace, sorted by path. */
export function findRegistries(token?: CancellationToken): Promise<readonly Uri[]> {
  return findFiles({ glob: registriesGlob, name: /^registries\.ya?ml$/ }, token);
}

/** A larger workspace has too many to read, one by one. */
const mostCarriers = 10_000;

/** The files of the workspace that may carry a registries.yaml, by their names; sorted by path. */
export function findCarriers(token?: CancellationToken): Promise<readonly Uri[]> {
  return findFiles({ glob: carrierGlob, name: carrierName, most: mostCarriers }, token);
}
