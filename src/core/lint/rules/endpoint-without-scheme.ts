import { brokenIn } from "../../file/release.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "An endpoint has no scheme";

/**
 * Sources: k3s `pkg/agent/containerd/config.go` `normalizeEndpointAddress`; before hosts.toml, containerd's
 * `addDefaultScheme` in `pkg/cri/server/image_pull.go`.
 */
export const endpointWithoutScheme: Rule = {
  id: "endpoint-without-scheme",
  severity: "information",
  fixes: true,
  check(file, { target = {} }) {
    const reports: Report[] = [];
    // Some builds can't use it at all, which needs-newer-version reports.
    if (brokenIn(target, "endpoint without a scheme")) return reports;
    for (const { mirror, endpoint, address } of file.writtenEndpoints) {
      if (!address || endpoint.text.includes("://")) continue;
      const { scheme, host } = address;
      reports.push({
        at: endpoint.path,
        message: `This endpoint of "${mirror.registry}" has no scheme: k3s reads it as "${scheme}://${host}". Write the scheme explicitly.`,
        fixes: [
          {
            title: `Add ${scheme}://`,
            safe: true,
            operations: [{ replace: endpoint.path, value: `${scheme}://${endpoint.text}` }],
          },
        ],
      });
    }
    return reports;
  },
};
