import { type EndpointFlaw, writtenEndpoints } from "../../file/endpointFlaw.ts";
import { repairEndpoint } from "../../file/repairEndpoint.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Why k3s' own URL parser refuses a text; nothing of it is shown, since it may hold a password. */
function refusal(flaw: EndpointFlaw, text: string): string | undefined {
  if (flaw === "scheme") return "no scheme stands before its ://";
  if (flaw === "port") return "what stands after the colon of its host is no port number";
  if (flaw === "userinfo")
    return "its user name or password has a character that a URL can't have; credentials belong under configs";
  if (flaw === "escape") return "a % in it starts no escape such as %20";
  if (flaw === "control-character") return "a tab or a line end stands in it";
  if (flaw === "colon-in-path") return "it does not start with a scheme such as https";
  if (flaw !== "host") return undefined;
  if (/[[\]]/.test(text)) return "what stands in brackets is no IPv6 address, or a bracket is missing";
  return /\s/.test(text) ? "a blank stands in its host" : "its host has a character that no host has";
}

/** Why containerd can't use what k3s takes. */
function fault(flaw: EndpointFlaw, text: string): string {
  if (flaw === "broken-scheme")
    return "its scheme must be followed by a colon and two slashes, or else k3s takes it for the host";
  if (flaw === "other-scheme") {
    const scheme = /^([a-z]{1,8}):/i.exec(text)?.[1];
    // containerd puts https:// before what does not begin with http.
    return scheme === undefined || /^http/i.test(scheme)
      ? "containerd speaks http and https only"
      : `containerd does not know its scheme and reads ${scheme} as the host`;
  }
  if (flaw === "no-host") return "it names no host";
  if (flaw === "port-number") return "a port is a number from 1 to 65535";
  if (flaw === "blank-at-end") return "the blank at its end counts as part of its path";
  if (text.includes(",")) return "each item of the list holds one URL, and this one has a comma in its host";
  return text.includes("*") ? "a host can't have a * in it" : "its host has characters that no host has";
}

/** Source: docs/how-k3s-reads-it/endpoints.md#url. */
export const invalidEndpointUrl: Rule = {
  id: "invalid-endpoint-url",
  summary: "An endpoint is not the URL of a registry",
  severity: "error",
  check(file) {
    const reports: Report[] = [];
    for (const { mirror, endpoint, flaw } of writtenEndpoints(file)) {
      if (flaw === undefined || flaw === "bare-ipv6") continue;
      const reason = refusal(flaw, endpoint.text);
      const message = reason
        ? `k3s ignores this endpoint of ${mirror.registry} and logs "Ignoring invalid endpoint URL": ${reason}. Write it as https://host:port.`
        : `Nothing can be pulled from this endpoint of ${mirror.registry}, though k3s passes it on: ${fault(flaw, endpoint.text)}. Write it as https://host:port.`;
      reports.push({ at: endpoint.path, message, fixes: fixes(endpoint) });
    }
    return reports;
  },
};

function fixes({ path, text }: { readonly path: readonly (string | number)[]; readonly text: string }): readonly Fix[] {
  const repaired = repairEndpoint(text);
  if (!repaired) return [];
  const { url, certain } = repaired;
  return [{ title: `Write ${url}`, safe: certain, operations: [{ replace: path, value: url }] }];
}
