import { foldedEndpoint } from "../../file/foldedEndpoint.ts";
import { describeTarget, since, supports, type Target } from "../../file/release.ts";
import type { Fix, Report, Rule, Severity } from "../rule.ts";

export const summary = "An endpoint is an IPv6 address";

/**
 * Source: docs/how-k3s-reads-it/endpoints.md#ipv6. containerd 1.7 can't read `]` in a table name of hosts.toml. Before
 * hosts.toml, endpoints were values in config.toml, and the default endpoint is still a value in hosts.toml.
 */
export const ipv6Endpoint: Rule = {
  id: "ipv6-endpoint",
  severity: "warning",
  check(file, { target = {} }) {
    const reports: Report[] = [];
    const bracketed = bracketedSeverity(target);
    for (const { mirror, endpoint, flaw, address } of file.writtenEndpoints) {
      if (flaw === "bare-ipv6")
        reports.push({
          at: endpoint.path,
          severity: "error",
          message: `This endpoint of "${mirror.registry}" is an IPv6 address without brackets, so k3s can't tell its port from its address. Write it as "https://[fd00::5]:5000".`,
          fixes: bracketed === undefined ? fixes(endpoint) : [],
        });
      else if (bracketed && address?.host.startsWith("[") && foldedEndpoint(mirror) !== endpoint)
        reports.push({
          at: endpoint.path,
          severity: bracketed,
          message:
            bracketed === "error"
              ? `This endpoint is an IPv6 address, which the containerd of ${describeTarget(target)} can't read, so it drops all endpoints of "${mirror.registry}". Write a host name, or upgrade: the address works since ${since("containerd 2")}.`
              : `This endpoint is an IPv6 address, which containerd can't read before ${since("containerd 2")}, so it drops all endpoints of "${mirror.registry}". Write a host name, or set your version in "k3sRegistries.target".`,
        });
    }
    return reports;
  },
};

/** Returns `undefined` where such an endpoint works. */
function bracketedSeverity(target: Target): Severity | undefined {
  if (supports(target, "containerd 2") === true || supports(target, "hosts.toml") === false) return undefined;
  return supports(target, "containerd 2") === false ? "error" : "warning";
}

/** Offers both readings where the last group may be a port or a part of the address. */
function fixes({ path, text }: { readonly path: readonly (string | number)[]; readonly text: string }): readonly Fix[] {
  const match = /^(?:(https?):\/\/)?([\da-f:]+?)(?::(\d{1,5}))?(\/(?:v2)?)?$/i.exec(text);
  if (!match) return [];
  const [, scheme = "https", address = "", port, rest = ""] = match;
  const whole = port === undefined ? address : `${address}:${port}`;
  const hosts = port !== undefined && address.includes("::") ? [`[${address}]:${port}`, `[${whole}]`] : [`[${whole}]`];
  return hosts.map((host) => ({
    title: `Change to ${scheme}://${host}${rest}`,
    safe: false,
    operations: [{ replace: path, value: `${scheme}://${host}${rest}` }],
  }));
}
