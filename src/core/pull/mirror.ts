import type { HostsSource } from "../containerd/hostsSource.ts";
import { shownHost } from "../display/shown.ts";
import type { RegistriesFile } from "../file/file.ts";

import type { PlanMirror, PlanNote } from "./pullPlan.ts";

/** The entry of `mirrors` that counts for an image; `undefined` where none does. */
export function mirrorOf({ reading }: RegistriesFile, { file }: HostsSource): PlanMirror | undefined {
  if (!file || !reading.ok || !Object.hasOwn(reading.registry.mirrors, file.registry)) return undefined;
  return { registry: file.registry, path: ["mirrors", file.registry] };
}

/**
 * Why no entry of `mirrors` applies to an image. Source: docs/how-k3s-reads-it/hosts.md#mirror-lookup,
 * docs/how-k3s-reads-it/hosts.md#wildcard.
 *
 * @param registry as the image names it
 */
export function whyNoMirror(
  { reading }: RegistriesFile,
  registry: string,
  { file, unreadable, fault }: HostsSource,
): PlanNote {
  const mirrors = reading.ok ? reading.registry.mirrors : {};
  const has = (key: string): boolean => Object.hasOwn(mirrors, key);
  const shown = shownHost(registry);
  if (unreadable && has(unreadable.registry))
    return {
      text:
        fault === "bracket"
          ? "containerd 1.7 can't read a hosts.toml with an IPv6 address in brackets, so it ignores this mirror. Use a host name."
          : "containerd ignores this mirror because it can't read the mirror's hosts.toml: an address or a rewrite contains a quote or a backslash.",
      path: ["mirrors", unreadable.registry],
    };
  if (has(registry))
    return { text: "This mirror has no usable endpoint and has no effect.", path: ["mirrors", registry] };
  if (!has("*"))
    return {
      text:
        Object.keys(mirrors).length === 0 ? "The file has no mirrors." : `"mirrors" has no entry for ${shown} or "*".`,
      path: undefined,
    };
  if (file?.registry === registry)
    return {
      text: `The mirror "*" does not apply to ${shown}, because the file has settings for this registry.`,
      path: ["configs", registry],
    };
  return { text: `The mirror "*" does not apply to ${shown}.`, path: ["mirrors", "*"] };
}

/** Why the mirror of `*` is the one for a registry. */
export function wildcardSentence(registry: string): string {
  return `It applies to every registry without settings of its own, including ${registry}.`;
}
