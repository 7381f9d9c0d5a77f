import { hasCredential, type RegistriesFile } from "../../file/file.ts";
import { since, supports } from "../../file/release.ts";
import { isGoogleHost } from "../../hosts/registryHost.ts";
import { pathAsRewrite, shownPrefix } from "../pathAsRewrite.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "An endpoint with a path needs a token that Google and GitHub reject";

/**
 * For an endpoint with a path, containerd requests a token for the name without it and the name with it. Google and GitHub
 * reject that (containerd#8415, #9648; the fix, #13412, is not in a release). A rewritten name is requested alone since
 * the containerd of k3s from December 2024 (k3s#11238, #11401), which every release with containerd 2 has.
 */
export const endpointPathToken: Rule = {
  id: "endpoint-path-token",
  severity: "warning",
  check(file, { target = {} }) {
    const reports: Report[] = [];
    for (const { mirror, endpoint, address } of file.writtenEndpoints) {
      const owner = address?.overridesPath ? tokenOwner(address.host) : undefined;
      if (!address || owner === undefined) continue;
      const [root, ...parts] = address.path.split("/").filter((part) => part !== "");
      if (root !== "v2" || parts.length === 0) continue;
      const prefix = parts.join("/");
      const isSecond = supports(target, "containerd 2");
      const works = isSecond ? "" : ` (works since ${since("containerd 2")})`;
      const isCertain = needsToken(file, address.host);
      const subject = isCertain ? "The path of this endpoint" : "If this repository is private, the path";
      const problem = `${subject} makes containerd ask "${address.host}" for one token for two repositories, which ${owner} rejects.`;
      reports.push({
        at: endpoint.path,
        ...(isCertain ? {} : { severity: "information" }),
        message:
          isSecond !== false
            ? `${problem} Remove the path and put it before the names with "rewrite"${works}, such as "^(.*)$": "${shownPrefix(prefix)}/$1".`
            : `${problem} Upgrade the nodes (${since("containerd 2")} or later) and use "rewrite" instead of the path.`,
        fixes: isSecond === false ? [] : pathAsRewrite(mirror, endpoint, address, prefix),
      });
    }
    return reports;
  },
};

/** Returns the company that rejects the token; `undefined` for other registries. */
function tokenOwner(host: string): string | undefined {
  if (host === "ghcr.io") return "GitHub";
  return isGoogleHost(host) && host !== "mirror.gcr.io" ? "Google" : undefined;
}

/**
 * True if a pull from the host needs a token. GitHub requires one for public images too. Google serves public images
 * without one, so only a credential shows that the images are private.
 */
function needsToken(file: RegistriesFile, host: string): boolean {
  const config = file.configOf(host);
  return host === "ghcr.io" || (config !== undefined && hasCredential(config));
}
