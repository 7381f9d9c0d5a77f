import { hasDockerConfig } from "../../credentials/dockerConfig.ts";
import { isServiceAccountKey, keyUsernames } from "../../credentials/googleCredential.ts";
import { otherKind } from "../../credentials/googleServiceAccountKey.ts";
import { isGoogleHost } from "../../hosts/registryHost.ts";
import type { JsonObject } from "../../json/object.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "The JSON in the password is not a service-account key";

/**
 * Source: docs/how-k3s-reads-it/google.md#username; golang/oauth2 `google/google.go` (Google's other JSON files, by
 * their `type`).
 */
export const keyNotServiceAccount: Rule = {
  id: "key-not-service-account",
  severity: "error",
  check({ configs }) {
    const reports: Report[] = [];
    for (const { host, auth } of configs) {
      const key = auth.jsonPassword;
      if (!key || isServiceAccountKey(key.fields)) continue;
      const { username = "", password = "" } = auth.credential;
      if (hasDockerConfig(password)) continue;
      if (!isGoogleHost(host) && !Object.values(keyUsernames).includes(username)) continue;
      reports.push({
        at: key.at,
        message: `${whatItIs(key.fields)}: Google rejects it, and pulls fail with 401 or 403. Create a service-account key (Google Cloud console, IAM, Service Accounts, Keys) and convert it.`,
      });
    }
    return reports;
  },
};

function whatItIs(fields: JsonObject): string {
  const { type } = fields;
  const known = otherKind(fields);
  if (known !== undefined) return known;
  return typeof type === "string" && /^[a-z_]{1,40}$/.test(type)
    ? `The JSON has the type "${type}", so it is not a service-account key`
    : 'The JSON does not have the type "service_account", so it is not a service-account key';
}
