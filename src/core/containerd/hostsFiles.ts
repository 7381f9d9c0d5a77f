import type { MirrorReading, Registry, TlsReading } from "../file/goDecode.ts";
import { fixedIn, type Product, supports, type Target } from "../file/release.ts";
import {
  type EndpointAddress,
  type EndpointFault,
  type EndpointReading,
  isLoopback,
  readEndpoint,
} from "../hosts/endpoint.ts";
import { parseGoUrl } from "../hosts/goUrl.ts";
import { endpointKey, hostKey } from "./configKeys.ts";

/** How the nodes run, as far as it changes what k3s writes for containerd. */
export interface NodeOptions {
  /** Any k3s or RKE2 when left out. */
  readonly target?: Target;
  /** `--embedded-registry`: docs/how-k3s-reads-it/endpoints.md#embedded-registry. */
  readonly embeddedRegistry?: boolean;
  /** `--disable-default-registry-endpoint`: docs/how-k3s-reads-it/endpoints.md#disable-default-endpoint. */
  readonly disableDefaultEndpoint?: boolean;
}

/** A `certs.d/<directory>/hosts.toml`: where containerd looks for the images of one registry. */
export interface HostsFile {
  /** The key of `mirrors` or `configs` that it is made for; `*` too. */
  readonly registry: string;
  /**
   * Its folder under `certs.d`: the key itself, and `_default` for `*`. Source:
   * docs/how-k3s-reads-it/hosts.md#mirror-lookup.
   */
  readonly directory: string;
  /** The registry itself, which is tried last; `undefined` where it is switched off. */
  readonly server: RegistryEndpoint | undefined;
  /** The mirrors in the order in which they are tried. */
  readonly endpoints: readonly RegistryEndpoint[];
}

/** An address that containerd asks, with all that hosts.toml says about it. */
export interface RegistryEndpoint {
  /** `undefined` where it is the registry that an image names, whichever that is: the server of `*`. */
  readonly address: EndpointAddress | undefined;
  /**
   * The address as it is written. Of a server it is empty for a mirror of `*`, and `undefined` for settings of `*`
   * alone, where no `server` is written. It holds what the file has of a user: not to be shown.
   */
  readonly url: string | undefined;
  /** Its place in `mirrors.<registry>.endpoint`; `undefined` for what is not listed there. */
  readonly index: number | undefined;
  /** Whether it is the node's own registry, which `--embedded-registry` puts first; its TLS files are the node's. */
  readonly embedded: boolean;
  /** The key of `configs` whose settings it has; `undefined` where there is none. */
  readonly configKey: string | undefined;
  readonly tls: TlsReading | null;
  /**
   * Pattern to replacement; none for the embedded registry. Those of a server are not written. Source:
   * docs/how-k3s-reads-it/endpoints.md#embedded-registry.
   */
  readonly rewrites: Readonly<Record<string, string>>;
}

/** What k3s logs about the content of a file that it can read. */
export type ContentLog =
  | {
      readonly kind: "invalid-endpoint";
      readonly registry: string;
      readonly index: number;
      readonly fault: EndpointFault;
    }
  | { readonly kind: "duplicate-endpoint"; readonly registry: string; readonly index: number }
  /** The key can't be made an address, so k3s leaves the entry out. */
  | {
      readonly kind: "invalid-registry";
      readonly registry: string;
      readonly fault: EndpointFault;
    };

export interface HostsFiles {
  readonly files: readonly HostsFile[];
  readonly logs: readonly ContentLog[];
}

/** Host and port at which containerd finds the embedded registry of its node. */
export function embeddedHost({ product }: Target): string {
  return product === "rke2" ? "127.0.0.1:9345" : "127.0.0.1:6443";
}

/**
 * Every hosts.toml that k3s makes of a registries.yaml. Source: k3s `pkg/agent/containerd/config.go` (`getHostConfigs`) and
 * `pkg/spegel/registry.go` (`InjectMirror`).
 *
 * @param registry what k3s reads, as `readRegistry` gives it
 */
export function hostsFiles(registry: Registry, options: NodeOptions = {}): HostsFiles {
  const { target = {} } = options;
  const { mirrors, configs, ownOf } = options.embeddedRegistry
    ? withEmbedded(registry, target)
    : withoutEmbedded(registry);
  const logs: ContentLog[] = [];
  const made = new Map<string, HostsFile>();
  for (const key of Object.keys(configs)) {
    const server = serverOf(key, configs, key, target);
    if (typeof server === "string") logs.push({ kind: "invalid-registry", registry: key, fault: server });
    else made.set(directoryOf(key), { registry: key, directory: directoryOf(key), server, endpoints: [] });
  }
  for (const key of Object.keys(mirrors)) {
    // The settings of `*` were put under `_default`, but k3s looks for them under `*`: they are lost.
    let file: WithoutEndpoints | undefined = made.get(key);
    if (!file) {
      const own = hostKey((host) => Object.hasOwn(configs, host), key);
      const server = key === "*" ? anyRegistry : serverOf(key, configs, own, target);
      if (typeof server === "string") {
        logs.push({ kind: "invalid-registry", registry: key, fault: server });
        continue;
      }
      const directory = directoryOf(key);
      file = { registry: key, directory, server: options.disableDefaultEndpoint ? undefined : server };
    }
    const { endpoint = [], rewrite = {} } = mirrors[key] ?? {};
    const list = [...ownOf(key), ...endpoint.map((text, index) => ({ text, index }))];
    made.set(
      file.directory,
      list.length === 0 ? { ...file, endpoints: [] } : withEndpoints(file, list, rewrite, configs, target, logs),
    );
  }
  return { files: [...made.values()].filter((file) => saysSomething(file, configs)), logs };
}

type WithoutEndpoints = Omit<HostsFile, "endpoints">;

/** An endpoint as k3s goes through it; that of the embedded registry stands nowhere in the file. */
interface ListedEndpoint {
  readonly text: string;
  readonly index: number | undefined;
}

interface Listed extends Pick<Registry, "mirrors" | "configs"> {
  /** What comes before the endpoints of a mirror. */
  ownOf(registry: string): readonly ListedEndpoint[];
}

function withoutEmbedded({ mirrors, configs }: Registry): Listed {
  return { mirrors, configs, ownOf: () => [] };
}

/** What k3s reads, with the embedded registry before the endpoints of all mirrors but those of the node itself. */
function withEmbedded({ mirrors, configs }: Registry, target: Target): Listed {
  const host = embeddedHost(target);
  const own: ListedEndpoint = { text: `https://${host}/v2`, index: undefined };
  return {
    mirrors: { ...mirrors, [host]: { endpoint: [], rewrite: {} } },
    configs: { ...configs, [host]: { auth: null, tls: nodeTls(target) } },
    ownOf: (registry) => (isLoopback(registry) && registry !== host ? [] : [own]),
  };
}

/**
 * The files by which a node and its embedded registry know each other, in the data folder that is not moved by
 * `--data-dir`. Source: k3s `pkg/agent/config/config.go`.
 */
function nodeTls({ product }: Target): TlsReading {
  const program = programOf(product);
  const folder = `/var/lib/rancher/${program}/agent`;
  return {
    ca_file: `${folder}/server-ca.crt`,
    cert_file: `${folder}/client-${program}-controller.crt`,
    key_file: `${folder}/client-${program}-controller.key`,
    insecure_skip_verify: false,
  };
}

/** The program that writes the files, as it names itself in them: k3s unless the nodes run RKE2. */
export function programOf(product: Product | undefined): "k3s" | "rke2" {
  return product === "rke2" ? "rke2" : "k3s";
}

const anyRegistry: RegistryEndpoint = {
  address: undefined,
  url: "",
  index: undefined,
  embedded: false,
  configKey: undefined,
  tls: null,
  rewrites: {},
};

function directoryOf(key: string): string {
  return key === "*" ? "_default" : key;
}

type Configs = Registry["configs"];

function tlsOf(configs: Configs, key: string | undefined): TlsReading | null {
  return (key === undefined ? undefined : configs[key]?.tls) ?? null;
}

function serverOf(
  registry: string,
  configs: Configs,
  key: string | undefined,
  target: Target,
): RegistryEndpoint | EndpointFault {
  const tls = tlsOf(configs, key);
  if (registry === "*") return { ...anyRegistry, url: undefined, configKey: key, tls };
  const reading = readAddress(registry, target);
  if (!reading.ok) return reading.fault;
  const { address } = reading;
  return { ...anyRegistry, address, url: address.url, configKey: key, tls };
}

/** Reads a registry or an endpoint as the release does: Go 1.26 refuses several colons without brackets. */
function readAddress(text: string, target: Target): EndpointReading {
  const reading = readEndpoint(text, embeddedHost(target));
  const colons = reading.ok && !reading.address.host.startsWith("[") ? reading.address.host.split(":").length - 1 : 0;
  return colons > 1 && supports(target, "colons in hosts refused") ? { ok: false, fault: "host" } : reading;
}

/**
 * Reads an endpoint without a scheme as the first builds with hosts.toml do (k3s#9322): Go finds no host in it, and they
 * hand it to containerd as it is, which adds `https://`.
 */
function readHostless(text: string): EndpointReading {
  const url = parseGoUrl(text);
  if (typeof url === "string") return { ok: false, fault: url };
  const reading = readEndpoint(`https://${text}`);
  const overridesPath = !/^\/?$|\/v2$/.test(url.path);
  return reading.ok ? { ok: true, address: { ...reading.address, overridesPath, url: text } } : reading;
}

function withEndpoints(
  file: WithoutEndpoints,
  list: readonly ListedEndpoint[],
  rewrite: MirrorReading["rewrite"],
  configs: Configs,
  target: Target,
  logs: ContentLog[],
): HostsFile {
  const { registry } = file;
  const endpoints: RegistryEndpoint[] = [];
  let server = file.server;
  const seen = new Set<string>();
  for (const [place, { text, index }] of list.entries()) {
    const isHostless = !text.includes("://") && fixedIn(target, "endpoint without a scheme");
    const reading = isHostless ? readHostless(text) : readAddress(text, target);
    if (!reading.ok) {
      if (index !== undefined) logs.push({ kind: "invalid-endpoint", registry, index, fault: reading.fault });
      continue;
    }
    const { address } = reading;
    if (seen.has(address.url)) {
      if (index !== undefined) logs.push({ kind: "duplicate-endpoint", registry, index });
      continue;
    }
    seen.add(address.url);
    const key = isHostless ? undefined : endpointKey((host) => Object.hasOwn(configs, host), address.host);
    const made: RegistryEndpoint = {
      address,
      url: address.url,
      index,
      embedded: index === undefined,
      configKey: key,
      tls: tlsOf(configs, key),
      rewrites: address.host === embeddedHost(target) ? {} : rewrite,
    };
    if (place === list.length - 1 && server?.url === address.url) server = made;
    else endpoints.push(made);
  }
  return { ...file, server, endpoints };
}

/** Whether k3s writes the file at all: not for a registry without mirrors that is asked as it would be without it. */
function saysSomething({ endpoints, server }: HostsFile, configs: Configs): boolean {
  if (endpoints.length > 0) return true;
  if (!server) return false;
  const auth = server.configKey === undefined ? null : configs[server.configKey]?.auth;
  return Boolean(auth ?? server.tls ?? server.address?.overridesPath) || Object.keys(server.rewrites).length > 0;
}
