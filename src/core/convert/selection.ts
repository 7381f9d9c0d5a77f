import type { Credential } from "../credentials/credential.ts";
import { isDockerHub } from "../hosts/registryKey.ts";

/** Whether two hosts are one registry, which can have one credential: Docker Hub goes by several names. */
export function sameRegistry(a: string, b: string): boolean {
  return a === b || (isDockerHub(a) && isDockerHub(b));
}

/**
 * The registries that credentials of one file get without being asked: those the file names for them. What it names for
 * several of them is left to the user, and so is what another credential has already.
 *
 * @param taken hosts that have a credential
 * @returns the hosts of each credential, in the order of the credentials
 */
export function initialHosts(
  credentials: readonly Credential[],
  taken: readonly string[],
): readonly (readonly string[])[] {
  const contested = contestedHosts(credentials);
  return credentials.map(({ hosts }) => hosts.filter((host) => !holds(contested, host) && !holds(taken, host)));
}

/** The hosts that more than one of the credentials is for: the user chooses which of them. */
export function contestedHosts(credentials: readonly Credential[]): readonly string[] {
  const contested = credentials.flatMap(({ hosts }, i) =>
    hosts.filter((host) => credentials.some((other, j) => i !== j && holds(other.hosts, host))),
  );
  return [...new Set(contested)];
}

/** Whether a registry is among hosts, under whatever name. */
export function holds(hosts: readonly string[], host: string): boolean {
  return hosts.some((other) => sameRegistry(other, host));
}
