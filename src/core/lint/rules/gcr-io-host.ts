import { hasCredential } from "../../file/file.ts";
import type { Report, Rule } from "../rule.ts";

/** The location of each gcr.io host in Artifact Registry. Source: docs/how-k3s-reads-it/google.md#hosts. */
const locations: Readonly<Record<string, string>> = {
  "gcr.io": "us",
  "us.gcr.io": "us",
  "eu.gcr.io": "europe",
  "asia.gcr.io": "asia",
};

export const summary = "A credential is for gcr.io, which Artifact Registry now serves";

/**
 * Mirrors of gcr.io and its public images still work, so only a credential is reported, once.
 *
 * Source: docs/how-k3s-reads-it/google.md#hosts; Google, "Transition to repositories with gcr.io domain support".
 */
export const gcrIoHost: Rule = {
  id: "gcr-io-host",
  severity: "information",
  check({ configs }) {
    const reports: Report[] = [];
    const [first, ...others] = configs.filter(
      (config) => !config.templated && Object.hasOwn(locations, config.host) && hasCredential(config),
    );
    if (!first) return reports;
    const { host, path } = first;
    reports.push({
      at: path,
      part: "key",
      message: `"${host}" is served by Artifact Registry since 2025-03-18. Give the account the role Artifact Registry Reader, and keep the images in repository "${host}" in location "${locations[host]}".`,
      related: others.map((other) => ({
        at: other.path,
        message: `"${other.host}" is served from the location "${locations[other.host]}"`,
      })),
    });
    return reports;
  },
};
