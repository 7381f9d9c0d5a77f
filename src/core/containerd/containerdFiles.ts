import { maskedAddress, maskedRegistry } from "../display/masked.ts";
import type { Registry } from "../file/goDecode.ts";
import { supports, type Target } from "../file/release.ts";
import { credentialsToml } from "./configToml.ts";
import { hostsFiles, type NodeOptions } from "./hostsFiles.ts";
import { hostsToml, type Secrets } from "./hostsToml.ts";

/** A file that k3s writes for containerd, or the part of it that comes from registries.yaml. */
export interface ContainerdFile {
  /** Below `<data-dir>/agent/etc/containerd`, with `/` between its parts. */
  readonly path: string;
  /** The key of `mirrors` or `configs` that it is made for; `undefined` for the file of all credentials. */
  readonly registry: string | undefined;
  readonly text: string;
}

/** True if k3s writes all of it to config.toml and no hosts.toml. Source: docs/how-k3s-reads-it/generated-files.md. */
export function writesNoHostsToml(target: Target): boolean {
  return supports(target, "hosts.toml") === false;
}

/**
 * All that k3s hands to containerd of a registries.yaml: the credentials first, then the hosts.toml of each registry by
 * name. Before v1.26.13, v1.27.10, v1.28.6 and v1.29.1 all of it was in config.toml, in a form that is not made here.
 *
 * @param registry what k3s reads, as `readRegistry` gives it
 */
export function containerdFiles(registry: Registry, options: NodeOptions, secrets: Secrets): readonly ContainerdFile[] {
  const version = supports(options.target ?? {}, "containerd 2") === false ? 2 : 3;
  const credentials = credentialsToml(secrets === "masked" ? maskedRegistry(registry) : registry, version);
  const { files } = hostsFiles(registry, options);
  const shown = (text: string): string => (secrets === "masked" ? maskedAddress(text) : text);
  return [
    ...(credentials === "" ? [] : [{ path: "config.toml", registry: undefined, text: credentials }]),
    ...files
      .map((file) => ({
        path: `certs.d/${shown(file.directory)}/hosts.toml`,
        registry: file.registry,
        text: hostsToml(file, secrets, options.target?.product),
      }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  ];
}
