/** Where the project is published. */
export const homepage = "https://github.com/k3s-registries/k3s-registries";

/** The address of a page under `docs`, without `.md`. */
export function docsPage(name: string): string {
  return `${homepage}/blob/main/docs/${name}.md`;
}

/** The address of a rule's page. */
export function rulePage(id: string): string {
  return docsPage(`rules/${id}`);
}
