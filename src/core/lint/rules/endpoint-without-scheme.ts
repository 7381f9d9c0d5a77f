import { writtenEndpoints } from "../../registries/endpointFlaw.ts";
import { since, supports } from "../../registries/target.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: reference §4.1 (the scheme that k3s takes), §1.2 (k3s#9322: since when). */
export const endpointWithoutScheme: Rule = {
  id: "endpoint-without-scheme",
  summary: "An endpoint has no scheme",
  severity: "information",
  check(file, { target = {} }) {
    const reports: Report[] = [];
    const supported = supports(target, "endpoint without a scheme");
    // The version can't use it at all, which needs-newer-version says.
    if (supported === false) return reports;
    for (const { mirror, endpoint, address } of writtenEndpoints(file)) {
      if (!address || endpoint.text.includes("://")) continue;
      const { scheme, host } = address;
      const versions = supported ? "" : `, from ${since("endpoint without a scheme")} on; older releases can't use it`;
      reports.push({
        at: endpoint.path,
        message: `This endpoint of ${mirror.registry} has no scheme: k3s takes ${scheme}://${host}${versions}. Write the scheme, so that it is plain to see.`,
        fixes: [
          {
            title: `Write ${scheme}:// before it`,
            safe: true,
            operations: [{ replace: endpoint.path, value: `${scheme}://${endpoint.text}` }],
          },
        ],
      });
    }
    return reports;
  },
};
