import { placeholder } from "../../text/placeholder.ts";
import type { Path } from "../../yaml/document.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = 'A key contains a "*" but is not "*" alone';

/** Source: docs/how-k3s-reads-it/hosts.md#wildcard. */
export const partialWildcard: Rule = {
  id: "partial-wildcard",
  severity: "error",
  check(file) {
    const reports: Report[] = [];
    const keys: readonly { readonly key: string; readonly path: Path; readonly templated: boolean }[] = [
      ...file.mirrors.map(({ registry, path, templated }) => ({ key: registry, path, templated })),
      ...file.configs.map(({ host, path, templated }) => ({ key: host, path, templated })),
    ];
    for (const { key, path, templated } of keys) {
      if (key === "*" || !key.includes("*") || templated || placeholder(key, "possible host")) continue;
      const named = path[0] === "configs" ? hostsLike(key, file.matching.endpoints.keys()) : [];
      const [host] = named;
      reports.push({
        at: path,
        part: "key",
        message: `k3s reads ${JSON.stringify(key)} as the name of one registry, so this entry has no effect: only "*" alone is a wildcard. Write an entry for each registry.`,
        fixes: host !== undefined && named.length === 1 ? renameHost(file.doc, path, host, false) : [],
      });
    }
    return reports;
  },
};

/** Returns the hosts that a pattern was meant for. */
function hostsLike(pattern: string, hosts: Iterable<string>): readonly string[] {
  const [head = "", ...rest] = pattern.split("*");
  const tail = rest.at(-1) ?? "";
  return [...hosts].filter((host) => host.startsWith(head) && host.endsWith(tail) && rest.length === 1);
}
