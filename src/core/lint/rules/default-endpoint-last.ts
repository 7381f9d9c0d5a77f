import { shownAddress } from "../../display/shown.ts";
import type { Endpoint, Mirror } from "../../file/file.ts";
import { foldedEndpoint } from "../../file/foldedEndpoint.ts";
import { fixedIn, since, supports } from "../../file/release.ts";
import type { EndpointAddress } from "../../hosts/endpoint.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "Rewrites do not apply to a default endpoint at the end of the list";

/**
 * Source: k3s `pkg/agent/containerd/config.go` `getHostConfigs` (the last endpoint that equals the default is folded
 * into it, without its rewrites). Before hosts.toml there was no such folding.
 */
export const defaultEndpointLast: Rule = {
  id: "default-endpoint-last",
  severity: "warning",
  check({ mirrors, configs }, { target = {}, disableDefaultEndpoint }) {
    const reports: Report[] = [];
    if (supports(target, "hosts.toml") === false) return reports;
    if (mirrors.every(({ rewrites }) => rewrites.length === 0)) return reports;
    const configured = new Set(configs.map(({ host }) => host));
    // These releases drop the whole mirror, which needs-newer-version reports.
    if (fixedIn(target, "default endpoint listed last") !== undefined) return reports;
    const releases = supports(target, "hosts.toml") === undefined ? ` (since ${since("hosts.toml")})` : "";
    for (const mirror of mirrors) {
      if (mirror.rewrites.length === 0) continue;
      const last = foldedEndpoint(mirror);
      if (!last?.address) continue;
      // The default endpoint is then a mirror like any other.
      const dropped = disableDefaultEndpoint === true && !configured.has(mirror.registry);
      if (!dropped) reports.push(withRewrites(mirror, last, last.address, configured, releases));
    }
    return reports;
  },
};

function withRewrites(
  { registry, endpoints, rewrite }: Mirror,
  last: Endpoint,
  address: EndpointAddress,
  configured: ReadonlySet<string>,
  releases: string,
): Report {
  const shown = shownAddress(address);
  const alone = endpoints.every((endpoint) => endpoint === last || !endpoint.address);
  const fixes = withOtherPort(last, address, configured);
  const advice = adviceOn(address.host, fixes.length > 0);
  return {
    at: last.path,
    ...(alone ? {} : { severity: "information" }),
    message: alone
      ? `"${shown}" is the default endpoint of "${registry}", for which k3s does not rewrite names${releases}, so "rewrite" has no effect. To apply it, ${advice}.`
      : `"${shown}" is last and is the default endpoint of "${registry}", so k3s rewrites names for the others, but not for it${releases}. This is right for a fallback; to rewrite here too, ${advice}.`,
    related: [{ at: rewrite.path, message: "These rewrites do not apply to it" }],
    fixes,
  };
}

function adviceOn(host: string, fixable: boolean): string {
  if (/:(?!443$)\d+$/.test(host)) return "give the host a second name and write that";
  const change = host.endsWith(":443") ? 'remove ":443"' : 'write ":443" after the host';
  return `${change}${fixable ? "" : ", here and in the configs key"}`;
}

/** Spelled differently, the host is no longer the default endpoint, but its `configs` entry is not found either. */
function withOtherPort(
  { path }: Endpoint,
  { scheme, host, userinfo, query, fragment }: EndpointAddress,
  configured: ReadonlySet<string>,
): readonly Fix[] {
  const named = configured.has(host) || (host === "registry-1.docker.io" && configured.has("docker.io"));
  if (named || scheme !== "https" || userinfo !== undefined || query !== undefined || fragment !== "") return [];
  const other = host.endsWith(":443") ? host.slice(0, -4) : /:\d*$/.test(host) ? undefined : `${host}:443`;
  if (other === undefined) return [];
  return [
    { title: `Change to https://${other}`, safe: false, operations: [{ replace: path, value: `https://${other}` }] },
  ];
}
