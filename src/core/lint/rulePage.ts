import { version } from "./version.ts";

/** Where the project is published. */
export const homepage = "https://github.com/k3s-registries/k3s-registries";

/**
 * The address of a file of this version, so that a page describes the version in use, not the newest one.
 *
 * @param path from the project's root, such as `docs/settings-file.md`
 */
export function documentPage(path: string): string {
  return `${homepage}/blob/v${version}/${path}`;
}

/** The address of a rule's page. */
export function rulePage(id: string): string {
  return documentPage(`docs/rules/${id}.md`);
}
