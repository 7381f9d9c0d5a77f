import type { CancellationToken, Uri } from "vscode";
import { registriesGlob } from "./documents.ts";
import { findFiles } from "./findFiles.ts";

/** The files named registries.yaml in all folders of the workspace, sorted by path. */
export function findRegistries(token?: CancellationToken): Promise<readonly Uri[]> {
  return findFiles({ glob: registriesGlob, name: /^registries\.ya?ml$/ }, token);
}
