import { shownAddress } from "../../display/shown.ts";
import { writtenEndpoints } from "../../file/endpointFlaw.ts";
import type { Endpoint, Mirror } from "../../file/file.ts";
import { describeTarget, since, supports, type Target } from "../../file/release.ts";
import { defaultAddress } from "../../hosts/endpoint.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/endpoints.md#duplicates. */
export const duplicateEndpoint: Rule = {
  id: "duplicate-endpoint",
  summary: "An endpoint stands in the list twice",
  severity: "warning",
  check(file, { target = {} }) {
    const reports: Report[] = [];
    const rejected = rejects(target);
    const first = new Map<string, Endpoint>();
    let list: Mirror | undefined;
    for (const { mirror, endpoint, address } of writtenEndpoints(file)) {
      if (mirror !== list) first.clear();
      list = mirror;
      const earlier = address && first.get(address.url);
      if (address && !earlier) first.set(address.url, endpoint);
      if (!address || !earlier) continue;
      const shown = shownAddress(address);
      const fault =
        earlier.text === endpoint.text
          ? `${shown} stands in the list of ${mirror.registry} twice`
          : `Two endpoints of ${mirror.registry} are the same address, ${shown}`;
      reports.push({
        at: endpoint.path,
        ...(rejected ? { severity: "error" } : {}),
        message: `${fault}: ${consequence(target, rejected)} Remove one.`,
        related: [{ at: earlier.path, message: "It is here already" }],
        fixes: fixes(mirror, endpoint),
      });
    }
    return reports;
  },
};

/** Whether containerd refuses the whole hosts.toml for it. */
function rejects(target: Target): boolean {
  return supports(target, "hosts.toml") === true && supports(target, "duplicate endpoints are skipped") === false;
}

function consequence(target: Target, rejected: boolean): string {
  const mended = since("duplicate endpoints are skipped");
  if (rejected)
    return `in ${describeTarget(target)}, containerd then rejects all endpoints of this mirror. Mended in ${mended}.`;
  if (supports(target, "hosts.toml") === false) return "one is enough.";
  return supports(target, "duplicate endpoints are skipped") === true
    ? "k3s skips the second with a warning."
    : `k3s skips the second with a warning; the releases of early 2024, before ${mended}, lose all endpoints of this mirror.`;
}

/** Without the later one, the earlier may come to stand last, where rewrites don't apply to the default endpoint. */
function fixes({ endpoint: list, endpoints, registry, rewrites }: Mirror, { path }: Endpoint): readonly Fix[] {
  const last = list.kind === "list" && path.at(-1) === list.size - 1;
  const before = endpoints.at(-2)?.address?.url;
  if (last && rewrites.length > 0 && before === defaultAddress(registry)?.url) return [];
  return [{ title: "Remove the second one", safe: true, operations: [{ remove: path }] }];
}
