import { shownKey } from "../../display/shown.ts";
import { settingsOf } from "../../file/configLookup.ts";
import { type HostConfig, hasCredential, type RegistriesFile } from "../../file/file.ts";
import { since, supports, type Target } from "../../file/release.ts";
import { dockerHubHost as hub } from "../../hosts/endpoint.ts";
import { isHubSite, plainHost } from "../../hosts/registryKey.ts";
import { copyHost } from "../copyHost.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "Docker Hub credentials are not under the host of its registry";

/** Source: docs/how-k3s-reads-it/hosts.md#docker-hub. */
export const dockerHubHost: Rule = {
  id: "docker-hub-host",
  severity: "error",
  fixes: true,
  check(file, { target = {} }) {
    const reports: Report[] = [];
    for (const config of file.configs) {
      if (config.templated || settingsOf(config) === undefined) continue;
      if (isHubSite(plainHost(config.host))) {
        if (!file.matching.endpoints.has(config.host)) reports.push(otherSite(file, config, target));
      } else if (config.host === "docker.io" && hasCredential(config)) {
        const report = file.template ? undefined : alias(file, config, target);
        if (report) reports.push(report);
      }
    }
    return reports;
  },
};

function otherSite(file: RegistriesFile, config: HostConfig, { product }: Target): Report {
  const site = plainHost(config.host).toLowerCase();
  const runtimeOnly = product === "rke2" && config.host === "index.docker.io";
  const settings = settingsOf(config) ?? "settings";
  const there = file.configOf(hub) !== undefined;
  const use = runtimeOnly
    ? `RKE2 uses "index.docker.io" only for its own runtime image; containerd pulls Docker Hub images from "${hub}", without these ${settings}`
    : `"${site}" is not the host that containerd pulls Docker Hub images from, so it never uses these ${settings}`;
  return {
    at: config.path,
    part: "key",
    severity: runtimeOnly ? "warning" : "error",
    message: `${use}. ${there ? `Remove this entry; "${hub}" already has one.` : `Write "${hub}" instead of ${JSON.stringify(shownKey(config.host))}.`}`,
    fixes: renameHost(file.doc, config.path, hub, !runtimeOnly),
  };
}

/**
 * Reports credentials under `docker.io`. Without a version it is information only, because the file works on every
 * current release. A finding on another name of Docker Hub already covers it.
 */
function alias(file: RegistriesFile, config: HostConfig, target: Target): Report | undefined {
  const better = (other: HostConfig): boolean =>
    hasCredential(other) && (other.host === hub || isHubSite(plainHost(other.host)));
  if (file.configs.some(better) || file.matching.misplaced.has(config)) return undefined;
  const known = supports(target, "credential of docker.io");
  if (known === true) return undefined;
  const rke2 = target.product === "rke2";
  const runtime = rke2 ? ", except for RKE2's own runtime image" : "";
  const copy = copyHost(file.doc, config, hub, known === false);
  return {
    at: config.path,
    part: "key",
    severity: known === undefined ? "information" : rke2 ? "warning" : "error",
    message: `containerd uses credentials under "docker.io" only since ${since("credential of docker.io")}; ${known === undefined ? "older releases pull" : "this version pulls"} without them${runtime}. Add them under "${hub}", the host it pulls from.`,
    fixes: copy,
  };
}
