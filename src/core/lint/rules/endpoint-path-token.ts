import { writtenEndpoints } from "../../registries/endpointFlaw.ts";
import { hasCredential, type RegistriesFile } from "../../registries/file.ts";
import { isGoogleHost } from "../../registries/hosts.ts";
import { since, supports } from "../../registries/target.ts";
import { pathAsRewrite, shownPrefix } from "../pathAsRewrite.ts";
import type { Report, Rule } from "../rule.ts";

/**
 * For an endpoint with a path, containerd asks for a token for the name without it and the name with it. Google and GitHub
 * refuse that (containerd#8415, #9648; its fix, #13412, is in no release). A rewritten name is asked for alone since k3s'
 * containerd of December 2024 (k3s#11238, #11401), which every release with containerd 2 has.
 */
export const endpointPathToken: Rule = {
  id: "endpoint-path-token",
  summary: "An endpoint with a path needs a token that Google and GitHub refuse",
  severity: "warning",
  check(file, { target = {} }) {
    const reports: Report[] = [];
    for (const { mirror, endpoint, address } of writtenEndpoints(file)) {
      const owner = address?.overridesPath ? tokenOwner(file, address.host) : undefined;
      if (!address || owner === undefined) continue;
      const [root, ...parts] = address.path.split("/").filter((part) => part !== "");
      if (root !== "v2" || parts.length === 0) continue;
      const prefix = parts.join("/");
      const isSecond = supports(target, "containerd 2");
      const works = isSecond ? "" : ` (works since ${since("containerd 2")})`;
      const problem = `The path of this endpoint makes containerd ask ${address.host} for one token for two repositories, which ${owner} refuses.`;
      reports.push({
        at: endpoint.path,
        message:
          isSecond !== false
            ? `${problem} Remove the path and put it before the names with rewrite${works}, as in "^(.*)$": "${shownPrefix(prefix)}/$1".`
            : `${problem} Upgrade the nodes (${since("containerd 2")} or later) and use rewrite instead of the path.`,
        fixes: isSecond === false ? [] : pathAsRewrite(mirror, endpoint, address, prefix),
      });
    }
    return reports;
  },
};

/**
 * Who refuses the token; `undefined` for another registry. Google sends public images without any token, so only a
 * credential shows that one is needed. GitHub wants a token for public images too.
 */
function tokenOwner({ configs }: RegistriesFile, host: string): string | undefined {
  if (host === "ghcr.io") return "GitHub";
  if (!isGoogleHost(host) || host === "mirror.gcr.io") return undefined;
  return configs.some((config) => config.host === host && hasCredential(config)) ? "Google" : undefined;
}
