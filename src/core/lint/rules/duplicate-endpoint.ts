import { shownAddress } from "../../display/shown.ts";
import type { Endpoint, Mirror } from "../../file/file.ts";
import { describeTarget, since, supports, type Target } from "../../file/release.ts";
import { defaultAddress } from "../../hosts/endpoint.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "An endpoint is listed twice";

/** Source: docs/how-k3s-reads-it/endpoints.md#duplicates. */
export const duplicateEndpoint: Rule = {
  id: "duplicate-endpoint",
  severity: "warning",
  fixes: true,
  check(file, { target = {} }) {
    const reports: Report[] = [];
    if (file.doc.structural) return reports;
    const rejected = rejects(target);
    const first = new Map<string, Endpoint>();
    let list: Mirror | undefined;
    for (const { mirror, endpoint, address } of file.writtenEndpoints) {
      if (mirror !== list) first.clear();
      list = mirror;
      const earlier = address && first.get(address.url);
      if (address && !earlier) first.set(address.url, endpoint);
      if (!address || !earlier) continue;
      const shown = shownAddress(address);
      const fault =
        earlier.text === endpoint.text
          ? `"${shown}" is listed twice for "${mirror.registry}"`
          : `Two endpoints of "${mirror.registry}" are the same address, "${shown}"`;
      reports.push({
        at: endpoint.path,
        ...(rejected ? { severity: "error" } : {}),
        message: `${fault}: ${consequence(target, rejected)} Remove one.`,
        related: [{ at: earlier.path, message: "First listed here" }],
        fixes: fixes(mirror, endpoint),
      });
    }
    return reports;
  },
};

/** True if containerd rejects the whole hosts.toml because of it. */
function rejects(target: Target): boolean {
  return supports(target, "hosts.toml") === true && supports(target, "duplicate endpoints are skipped") === false;
}

function consequence(target: Target, rejected: boolean): string {
  const fixed = since("duplicate endpoints are skipped");
  if (rejected)
    return `in ${describeTarget(target)}, containerd rejects all endpoints of this mirror (fixed in ${fixed}).`;
  if (supports(target, "hosts.toml") === false) return "one is enough.";
  return supports(target, "duplicate endpoints are skipped") === true
    ? "k3s skips the second with a warning."
    : `k3s skips the second with a warning, but early 2024 releases before ${fixed} lose all endpoints of this mirror.`;
}

/** No fix where the earlier one would become last, where rewrites do not apply to the default endpoint. */
function fixes({ endpoint: list, endpoints, registry, rewrites }: Mirror, { path }: Endpoint): readonly Fix[] {
  const last = list.kind === "list" && path.at(-1) === list.size - 1;
  const before = endpoints.at(-2)?.address?.url;
  if (last && rewrites.length > 0 && before === defaultAddress(registry)?.url) return [];
  return [{ title: "Remove the duplicate", safe: true, operations: [{ remove: path }] }];
}
