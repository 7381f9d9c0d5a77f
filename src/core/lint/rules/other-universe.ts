import { isServiceAccountKey, universeOf } from "../../credentials/googleCredential.ts";
import { isGoogleHost } from "../../hosts/registryHost.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A service-account key is for another cloud than the registry";

/** Source: docs/how-k3s-reads-it/google.md#hosts (`universe_domain`). */
export const otherUniverse: Rule = {
  id: "other-universe",
  severity: "warning",
  check({ configs }) {
    const reports: Report[] = [];
    for (const { host, auth } of configs) {
      if (!isGoogleHost(host)) continue;
      const key = auth.jsonPassword;
      if (!key || !isServiceAccountKey(key.fields)) continue;
      const universe = universeOf(key.fields);
      if (universe === undefined || universe === "googleapis.com") continue;
      const named = /^[a-z0-9.-]{1,80}$/i.test(universe) ? ` (universe_domain "${universe}")` : "";
      reports.push({
        at: key.at,
        message: `The key is from another cloud${named}, but "${host}" belongs to Google Cloud (googleapis.com), which rejects it. Use the registry host of that cloud, or a Google Cloud key.`,
      });
    }
    return reports;
  },
};
