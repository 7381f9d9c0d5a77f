import { keyUsernames, meantForm, universeOf } from "../../credentials/googleCredential.ts";
import { type HostConfig, hasCredential, type RegistriesFile } from "../../file/file.ts";
import { googleRegistryHosts } from "../../hosts/googleHosts.ts";
import { normaliseHost } from "../../hosts/registryHost.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Hosts with private images, and the service that each belongs to. */
const services: ReadonlyMap<string, "gcr.io" | "pkg.dev"> = new Map(
  googleRegistryHosts
    .filter(({ host }) => host !== "marketplace.gcr.io")
    .map(({ host, kind }) => [host, kind === "gcr.io" ? "gcr.io" : "pkg.dev"]),
);

export const summary = "A Google registry in use has no credential, although another one does";

/** Source: docs/how-k3s-reads-it/google.md#hosts, docs/how-k3s-reads-it/hosts.md#configs-lookup. */
export const googleHostWithoutCredential: Rule = {
  id: "google-host-without-credential",
  severity: "information",
  check(file) {
    const reports: Report[] = [];
    if (file.template) return reports;
    const { mirrors, configs } = file;
    const holders = configs.filter((config) => services.has(config.host) && holdsKey(config));
    if (holders.length === 0) return reports;
    const served = new Set(configs.filter(hasCredential).map(({ host }) => withoutPort(host)));
    const { misplaced, unaddressed } = file.matching;
    // For these hosts the file has a credential under another key.
    for (const { hosts } of misplaced.values()) for (const { host } of hosts) served.add(withoutPort(host));
    for (const { used } of unaddressed.values()) served.add(withoutPort(used.host));
    for (const { endpoints } of mirrors)
      for (const { address, path } of endpoints) {
        const host = address === undefined ? "" : withoutPort(address.host);
        const sameService = holders.filter((holder) => services.get(holder.host) === services.get(host));
        const [holder] = sameService;
        if (!holder || served.has(host)) continue;
        served.add(host);
        reports.push({
          at: path,
          message: `"${host}" has no credential: the key of "${holder.host}" is sent only to that host, so pulls of private images from here fail with 403. If its account can read them, add the key for "${host}" too.`,
          related: [{ at: holder.path, message: `The key of "${holder.host}"` }],
          fixes: copied(file, sameService, host),
        });
      }
    return reports;
  },
};

function withoutPort(host: string): string {
  return normaliseHost(host).replace(/:\d+$/, "");
}

function holdsKey(config: HostConfig): boolean {
  const key = config.auth.jsonPassword;
  if (key && universeOf(key.fields) !== "googleapis.com") return false;
  return meantForm(config) !== undefined && (config.auth.credential.password ?? "") !== "";
}

/** Copies the only key in the file to a host that has no `auth`. */
function copied({ doc }: RegistriesFile, holders: readonly HostConfig[], host: string): readonly Fix[] {
  const [holder] = holders;
  const credentials = holders.map(({ auth }) => auth.credential);
  const [{ username, password, encoded } = {}] = credentials;
  if (!holder || username === undefined || password === undefined || encoded) return [];
  if (!Object.values(keyUsernames).includes(username) || holder.auth.password.value.kind !== "scalar") return [];
  if (credentials.some((other) => other.username !== username || other.password !== password)) return [];
  const path = ["configs", host];
  const entry = doc.node(path)?.node;
  if (doc.node(["configs"])?.node.kind !== "map" || entry?.kind === "alias" || entry?.kind === "list") return [];
  if (!["missing", "null"].includes(doc.value([...path, "auth"]).kind)) return [];
  return [
    {
      title: `Copy the key of ${holder.host} to ${host}`,
      safe: false,
      operations: [{ set: [...path, "auth"], value: { username, password: { quoted: password } } }],
    },
  ];
}
