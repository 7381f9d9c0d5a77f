/** Where the project is published. */
export const homepage = "https://github.com/k3s-registries/k3s-registries";

/** The address of a rule's page. */
export function rulePage(id: string): string {
  return `${homepage}/blob/main/docs/rules/${id}.md`;
}
