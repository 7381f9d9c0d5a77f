import { isGoogleHost } from "../hosts/registryHost.ts";
import { isDockerHub } from "../hosts/registryKey.ts";
import { rules } from "../lint/rules/index.ts";
import { rulesOfError } from "./errorRules.ts";
import type { PullError } from "./pullError.ts";

/** A fault to look for in a registries.yaml that is not at hand. */
export interface Suspicion {
  /** The rule that would find it, which has a page. */
  readonly ruleId: string;
  /** What is wrong then, in English, as the summary of the rule says. */
  readonly summary: string;
}

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

/** The faults of a registries.yaml that lead to a kind of error, most likely first. */
export function suspicions({ kind, image, host }: PullError): readonly Suspicion[] {
  const hosts = [image?.registry, host].filter((name) => name !== undefined);
  const fits = (id: string): boolean => {
    if (hosts.length === 0) return true;
    if (ofGoogle.has(id)) return hosts.some(isGoogleHost);
    return id !== "docker-hub-host" || hosts.some(isDockerHub);
  };
  return [...new Set(rulesOfError[kind])]
    .filter(fits)
    .flatMap((ruleId): readonly Suspicion[] => {
      const rule = rules.find(({ id }) => id === ruleId);
      return rule ? [{ ruleId, summary: rule.summary }] : [];
    })
    .slice(0, mostSuspicions);
}
