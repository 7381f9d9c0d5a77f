import { isGoogleHost } from "../hosts/registryHost.ts";
import { isDockerHub } from "../hosts/registryKey.ts";
import { rulesOfError } from "./errorRules.ts";
import type { PullError } from "./pullError.ts";

/** More would be a list of the rules. */
const mostSuspicions = 6;

const ofGoogle: ReadonlySet<string> = new Set([
  "google-host-without-credential",
  "unknown-google-host",
  "username-not-json-key",
  "key-not-service-account",
  "password-not-json",
  "damaged-private-key",
  "incomplete-key",
  "other-universe",
]);

/** The rules that find what in a registries.yaml leads to a kind of error, most likely first: for one that is not at hand. */
export function suspicions({ kind, image, host }: PullError): readonly string[] {
  const hosts = [image?.registry, host].filter((name) => name !== undefined);
  const fits = (id: string): boolean => {
    if (hosts.length === 0) return true;
    if (ofGoogle.has(id)) return hosts.some(isGoogleHost);
    return id !== "docker-hub-host" || hosts.some(isDockerHub);
  };
  return [...new Set(rulesOfError[kind])].filter(fits).slice(0, mostSuspicions);
}
