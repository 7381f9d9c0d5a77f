import { hasCredential } from "../../file/file.ts";
import type { Report, Rule } from "../rule.ts";

/** Where Artifact Registry keeps the images of a gcr.io host. Source: docs/how-k3s-reads-it/google.md#hosts. */
const locations: Readonly<Record<string, string>> = {
  "gcr.io": "us",
  "us.gcr.io": "us",
  "eu.gcr.io": "europe",
  "asia.gcr.io": "asia",
};

/**
 * Mirrors of gcr.io and its public images go on as before, so only a credential for it is worth a word, and once.
 *
 * Source: docs/how-k3s-reads-it/google.md#hosts; Google, "Transition to repositories with gcr.io domain support".
 */
export const gcrIoHost: Rule = {
  id: "gcr-io-host",
  summary: "The credential is for gcr.io, which Artifact Registry serves since Container Registry was shut down",
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
      message: `Container Registry was shut down on 2025-03-18, and Artifact Registry answers at ${host}: the account needs the role Artifact Registry Reader, and the images have to be in the repository ${host} of the location ${locations[host]}.`,
      related: others.map((other) => ({
        at: other.path,
        message: `${other.host} is served from ${locations[other.host]}`,
      })),
    });
    return reports;
  },
};
