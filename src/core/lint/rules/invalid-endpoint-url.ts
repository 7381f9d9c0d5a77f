import type { EndpointFlaw } from "../../file/endpointFlaw.ts";
import { repairEndpoint } from "../../file/repairEndpoint.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Explains why the URL parser of k3s rejects an endpoint. Shows nothing of it, because it can contain a password. */
function refusal(flaw: EndpointFlaw, text: string): string | undefined {
  if (flaw === "scheme") return 'its "://" has no scheme before it';
  if (flaw === "port") return "the part after the colon of its host is not a port";
  if (flaw === "userinfo")
    return 'its username or password contains an invalid character, and credentials belong under "configs"';
  if (flaw === "escape") return 'it contains a "%" that does not start an escape such as "%20"';
  if (flaw === "control-character") return "it contains a tab or a line break";
  if (flaw === "colon-in-path") return 'it does not start with a scheme such as "https"';
  if (flaw !== "host") return undefined;
  if (/[[\]]/.test(text)) return "its brackets do not contain an IPv6 address, or one is missing";
  return /\s/.test(text) ? "its host contains a space" : "its host contains an invalid character";
}

/** Explains why containerd can't use an endpoint that k3s accepts. */
function fault(flaw: EndpointFlaw, text: string): string {
  if (flaw === "broken-scheme") return 'its scheme is not followed by "://", so k3s reads the scheme as the host';
  if (flaw === "other-scheme") {
    const scheme = /^([a-z]{1,8}):/i.exec(text)?.[1];
    // containerd adds https:// unless the endpoint starts with http.
    return scheme === undefined || /^http/i.test(scheme)
      ? "containerd supports only http and https"
      : `containerd does not know its scheme and reads "${scheme}" as the host`;
  }
  if (flaw === "no-host") return "it has no host";
  if (flaw === "port-number") return "its port is not a number from 1 to 65535";
  if (flaw === "blank-at-end") return "the space at its end becomes part of its path";
  if (text.includes(",")) return "its host contains a comma, but each list item is one URL";
  return text.includes("*") ? 'its host contains a "*"' : "its host contains invalid characters";
}

export const summary = "An endpoint is not the URL of a registry";

/** Source: docs/how-k3s-reads-it/endpoints.md#url. */
export const invalidEndpointUrl: Rule = {
  id: "invalid-endpoint-url",
  severity: "error",
  fixes: true,
  check(file) {
    const reports: Report[] = [];
    for (const { mirror, endpoint, flaw } of file.writtenEndpoints) {
      if (flaw === undefined || flaw === "bare-ipv6") continue;
      const reason = refusal(flaw, endpoint.text);
      const message = reason
        ? `This endpoint of "${mirror.registry}" is not a valid URL, and k3s ignores it ("Ignoring invalid endpoint URL"): ${reason}. Write it as "https://host:port".`
        : `This endpoint of "${mirror.registry}" never works, although k3s accepts it: ${fault(flaw, endpoint.text)}. Write it as "https://host:port".`;
      reports.push({ at: endpoint.path, message, fixes: fixes(endpoint) });
    }
    return reports;
  },
};

function fixes({ path, text }: { readonly path: readonly (string | number)[]; readonly text: string }): readonly Fix[] {
  const repaired = repairEndpoint(text);
  if (!repaired) return [];
  const { url, certain } = repaired;
  return [{ title: `Change to ${url}`, safe: certain, operations: [{ replace: path, value: url }] }];
}
