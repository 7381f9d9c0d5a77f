import { goQuote } from "../containerd/goQuote.ts";
import type { HostsFile, RegistryEndpoint } from "../containerd/hostsFiles.ts";
import { type EndpointAddress, isLoopback, readEndpoint, splitPort } from "../registries/endpoint.ts";
import type { TlsReading } from "../registries/reading.ts";
import { tomlText } from "../rewrites/tomlText.ts";

/** Where containerd gets the hosts of a registry from. */
export interface HostsSource {
  /** The hosts.toml that counts; `undefined` where none does, so that the registry itself is asked alone. */
  readonly file: HostsFile | undefined;
  /** A hosts.toml that would count, but is no TOML: containerd logs that, and asks the registry itself. */
  readonly unreadable: HostsFile | undefined;
  /** The registry itself, as containerd asks it without being told how. */
  readonly own: RegistryEndpoint;
}

/**
 * The hosts.toml that containerd reads for the images of a registry: that of its own folder, else that of `_default`
 * (reference §4.3). A folder without one counts too. Source: containerd `core/remotes/docker/config/hosts.go`
 * (`HostDirFromRoot`, `loadHostDir`, `ConfigureHosts`) and `config_unix.go` (`hostPaths`).
 *
 * @param registry as an image names it
 */
export function hostsSource(files: readonly HostsFile[], registry: string): HostsSource {
  const own = ownEndpoint(registry);
  const hasFolder = files.some(({ directory }) => directory.startsWith(`${registry}/`));
  const found =
    files.find(({ directory }) => directory === registry) ??
    (hasFolder ? undefined : files.find(({ directory }) => directory === "_default"));
  if (found && !isReadable(found)) return { file: undefined, unreadable: found, own };
  return { file: found, unreadable: undefined, own };
}

function ownEndpoint(registry: string): RegistryEndpoint {
  const reading = readEndpoint(registry);
  const address: EndpointAddress | undefined = reading.ok ? reading.address : undefined;
  return {
    address,
    url: address?.url,
    index: undefined,
    embedded: false,
    configKey: undefined,
    tls: null,
    rewrites: {},
  };
}

/**
 * Whether containerd 2 does not check the certificate of a registry of which no hosts.toml tells anything: one on the node
 * itself. Source: containerd 2 `core/remotes/docker/config/hosts.go` (`ConfigureHosts`).
 */
export function skipsVerification(registry: string): boolean {
  return isLoopback(registry) && splitPort(registry).port !== "80";
}

/** Whether what k3s writes is TOML: it writes addresses and rewrites without escaping them (reference §4.6, §5.4). */
function isReadable({ server, endpoints }: HostsFile): boolean {
  const isTls = (tls: TlsReading | null): boolean =>
    !tls || [tls.ca_file, tls.cert_file, tls.key_file].every((file) => isText(goQuote(file).slice(1, -1)));
  return [...(server ? [server] : []), ...endpoints].every(
    (endpoint) =>
      isText(endpoint.url ?? "") &&
      isTls(endpoint.tls) &&
      // The rewrites of a server are not written.
      (endpoint === server ||
        Object.entries(endpoint.rewrites).every(([pattern, name]) => isText(pattern) && isText(name))),
  );
}

function isText(written: string): boolean {
  return tomlText(written) !== undefined;
}
