import { isServiceAccountKey, universeOf, writtenKey } from "../../credentials/googleCredential.ts";
import { isGoogleHost } from "../../hosts/registryHost.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/google.md#hosts (`universe_domain`). */
export const otherUniverse: Rule = {
  id: "other-universe",
  summary: "The key belongs to another cloud than the registry",
  severity: "warning",
  check({ doc, configs }) {
    const reports: Report[] = [];
    for (const { host, auth } of configs) {
      if (!isGoogleHost(host)) continue;
      const key = writtenKey(doc, auth);
      if (!key || !isServiceAccountKey(key.fields)) continue;
      const universe = universeOf(key.fields);
      if (universe === undefined || universe === "googleapis.com") continue;
      const named = /^[a-z0-9.-]{1,80}$/i.test(universe) ? ` (universe_domain ${universe})` : "";
      reports.push({
        at: key.at,
        message: `The key is of another cloud${named}, and ${host} is a registry of Google Cloud itself (googleapis.com), which will refuse it. Use the registry host of that cloud, or a key of Google Cloud.`,
      });
    }
    return reports;
  },
};
