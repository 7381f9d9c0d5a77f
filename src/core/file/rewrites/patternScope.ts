import { splitPort } from "../../hosts/endpoint.ts";
import { isDockerHub, isHostedRegistry, isHubSite } from "../../hosts/registryKey.ts";
import type { Mirror } from "../file.ts";
import { matchesSomething } from "./patternSearch.ts";
import type { Budget } from "./repositoryName.ts";
import type { Rewrite } from "./rewrite.ts";
import { isHubMirror } from "./rewrites.ts";

/** A registry's name at the start of a pattern, where there should be nothing but a repository. */
export interface PatternHost {
  readonly host: string;
  /** Whether it is the mirror's own, so that it can be left out. */
  readonly own: boolean;
  /** The pattern without it. */
  readonly rest: string;
}

/**
 * Finds the name of a registry at the start of a pattern: the mirror's own, or one that is well known where that can't be
 * the beginning of a repository, on Docker Hub and in the mirror for all registries.
 */
export function hostInPattern({ registry }: Mirror, { pattern }: Rewrite): PatternHost | undefined {
  const match = /^(\^?)(?:https?:\\?\/\\?\/)?((?:[a-z0-9-]|\[\.\]|\\*\.)+(?::\d+)?)\\?\/(.*)$/s.exec(pattern);
  if (!match) return undefined;
  const [, anchor = "", written = "", rest = ""] = match;
  const host = written.replaceAll("[.]", ".").replaceAll("\\", "");
  const own = host === registry || (registry === "docker.io" && isDockerHub(host));
  if (own) return { host, own, rest: anchor + rest };
  const elsewhere = registry === "docker.io" || registry === "*";
  const other = isHostedRegistry(splitPort(host).name) || isHubSite(host);
  return elsewhere && other ? { host, own, rest: anchor + rest } : undefined;
}

/** Whether a pattern asks for a tag or a digest, so that it matches no repository. */
export function wantsTag(mirror: Mirror, rewrite: Rewrite, budget: Budget): boolean {
  if (!/[:@]/.test(rewrite.pattern) || !rewrite.reading.ok) return false;
  return matchesSomething(rewrite, isHubMirror(mirror), budget) === false;
}

/** Names of official images on Docker Hub that are often rewritten; all stand under `library/`. */
const official =
  /^(?:alpine|busybox|caddy|centos|debian|docker|elasticsearch|fedora|golang|haproxy|hello-world|httpd|influxdb|kibana|logstash|mariadb|memcached|mongo|mysql|nginx|node|openjdk|php|postgres|python|rabbitmq|redis|registry|ruby|traefik|ubuntu|vault|wordpress|zookeeper)$/;

/**
 * Whether a pattern for Docker Hub is one for official images without their `library/`: it matches names without a slash
 * only, or it is the name of such an image and nothing else.
 */
export function lacksLibrary(mirror: Mirror, rewrite: Rewrite, budget: Budget): boolean {
  if (!isHubMirror(mirror) || !rewrite.reading.ok || !rewrite.pattern.startsWith("^")) return false;
  if (official.test(rewrite.pattern.slice(1))) return true;
  return matchesSomething(rewrite, true, budget) === false && matchesSomething(rewrite, false, budget) === true;
}
