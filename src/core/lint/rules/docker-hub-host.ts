import { shownKey } from "../../display/shown.ts";
import { matching, settingsOf } from "../../file/configLookup.ts";
import { type HostConfig, hasCredential, type RegistriesFile } from "../../file/file.ts";
import { since, supports, type Target } from "../../file/release.ts";
import { dockerHubHost as hub } from "../../hosts/endpoint.ts";
import { isHubSite, plainHost } from "../../hosts/registryKey.ts";
import { copyHost } from "../copyHost.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/hosts.md#docker-hub. */
export const dockerHubHost: Rule = {
  id: "docker-hub-host",
  summary: "Credentials of Docker Hub stand under a name that is not its registry's host",
  severity: "error",
  check(file, { target = {} }) {
    const reports: Report[] = [];
    for (const config of file.configs) {
      if (config.templated || settingsOf(config) === undefined) continue;
      if (isHubSite(plainHost(config.host))) {
        if (!matching(file).endpoints.has(config.host)) reports.push(otherSite(file, config, target));
      } else if (config.host === "docker.io" && hasCredential(config)) {
        const report = file.template ? undefined : alias(file, config, target);
        if (report) reports.push(report);
      }
    }
    return reports;
  },
};

function otherSite({ doc, configs }: RegistriesFile, config: HostConfig, { product }: Target): Report {
  const site = plainHost(config.host).toLowerCase();
  const runtimeOnly = product === "rke2" && config.host === "index.docker.io";
  const settings = settingsOf(config) ?? "settings";
  const there = configs.some(({ host }) => host === hub);
  const use = runtimeOnly
    ? `RKE2 uses what is under index.docker.io only for its own runtime image; containerd asks ${hub} for Docker Hub's images, so pods pull without these ${settings}`
    : `${site} is not the host that containerd asks for Docker Hub's images, so these ${settings} are never used`;
  return {
    at: config.path,
    part: "key",
    severity: runtimeOnly ? "warning" : "error",
    message: `${use}. ${there ? `${hub} has an entry already; remove this one.` : `Write ${hub} instead of ${JSON.stringify(shownKey(config.host))}.`}`,
    fixes: renameHost(doc, config.path, hub, !runtimeOnly),
  };
}

/**
 * Without a version this is no more than information: on every current release the file works as it is. A
 * finding on another name of Docker Hub in the file says the same already.
 */
function alias(file: RegistriesFile, config: HostConfig, target: Target): Report | undefined {
  const better = (other: HostConfig): boolean =>
    hasCredential(other) && (other.host === hub || isHubSite(plainHost(other.host)));
  if (file.configs.some(better) || matching(file).misplaced.has(config)) return undefined;
  const known = supports(target, "credential of docker.io");
  if (known === true) return undefined;
  const rke2 = target.product === "rke2";
  const runtime = rke2 ? ", except for RKE2's own runtime image" : "";
  const copy = copyHost(file.doc, config, hub, known === false);
  return {
    at: config.path,
    part: "key",
    severity: known === undefined ? "information" : rke2 ? "warning" : "error",
    message: `containerd asks ${hub} for Docker Hub's images and finds credentials under docker.io only from ${since("credential of docker.io")} on; ${known === undefined ? "older releases pull" : "this version pulls"} without them${runtime}. Put them under ${hub} too.`,
    fixes: copy,
  };
}
