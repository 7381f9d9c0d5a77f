import type { TlsReading } from "../file/goDecode.ts";
import { supports, type Target } from "../file/release.ts";
import { tomlText } from "../file/rewrites/tomlText.ts";
import { goQuote } from "./goQuote.ts";
import type { HostsFile, RegistryEndpoint } from "./hostsFiles.ts";

/** Where containerd gets the hosts of a registry from. */
export interface HostsSource {
  /** The hosts.toml that counts; `undefined` where none does, so that the registry itself is asked alone. */
  readonly file: HostsFile | undefined;
  /** A hosts.toml that would count, but that containerd can't read: it logs that, and asks the registry itself. */
  readonly unreadable: HostsFile | undefined;
  /** What in it containerd can't read. */
  readonly fault: TomlFault | undefined;
}

/** `escape`: a quote or a backslash that k3s writes as it is. `bracket`: an IPv6 address, for containerd 1.7. */
export type TomlFault = "escape" | "bracket";

/**
 * The hosts.toml that containerd reads for the images of a registry: that of its own folder, else that of `_default`. A
 * folder without one counts too. k3s joins keys to paths, so `host/` and `../certs.d/host` lead to the folder of `host`.
 * Source: containerd `core/remotes/docker/config/hosts.go` (`HostDirFromRoot`, `loadHostDir`) and `config_unix.go`
 * (`hostPaths`); k3s `pkg/agent/containerd/config.go` (`writeContainerdHosts`).
 *
 * @param registry as an image names it
 */
export function hostsSource(files: readonly HostsFile[], registry: string, target: Target): HostsSource {
  const folders = [registry.replace(/:([^:]*)$/, "_$1_"), registry, "_default"];
  for (const folder of folders) {
    const written = files.map((file) => ({ file, path: folderOf(file.directory) }));
    const found = (written.find(({ file }) => file.directory === folder) ?? written.find(({ path }) => path === folder))
      ?.file;
    if (found) {
      const fault = tomlFault(found, target);
      return fault
        ? { file: undefined, unreadable: found, fault }
        : { file: found, unreadable: undefined, fault: undefined };
    }
    if (written.some(({ path }) => path.startsWith(`${folder}/`))) break;
  }
  return { file: undefined, unreadable: undefined, fault: undefined };
}

/** The path of a folder below `certs.d`, as Go's `filepath.Join` cleans it; one outside of it begins with `..`. */
export function folderOf(directory: string): string {
  const parts = ["certs.d"];
  for (const part of directory.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts[0] === "certs.d" ? parts.slice(1).join("/") : ["..", ...parts].join("/");
}

/**
 * What in a hosts.toml containerd can't read: k3s does not escape addresses and rewrites, and the TOML parser of
 * containerd 1.7 takes no `]` in the name of a table (containerd#10055, k3s#9897).
 */
function tomlFault({ server, endpoints }: HostsFile, target: Target): TomlFault | undefined {
  const isTls = (tls: TlsReading | null): boolean =>
    !tls || [tls.ca_file, tls.cert_file, tls.key_file].every((file) => isText(goQuote(file).slice(1, -1)));
  const isEndpoint = ({ url = "", tls }: RegistryEndpoint): boolean => isText(url) && isTls(tls);
  // The rewrites of a server are not written.
  const isRewrite = ({ rewrites }: RegistryEndpoint): boolean =>
    Object.entries(rewrites).every(([pattern, name]) => isText(pattern) && isText(name));
  if ((server && !isEndpoint(server)) || !endpoints.every((endpoint) => isEndpoint(endpoint) && isRewrite(endpoint)))
    return "escape";
  // No table is named after a server.
  const bracket = endpoints.some(({ url }) => url?.includes("]"));
  return bracket && supports(target, "containerd 2") === false ? "bracket" : undefined;
}

function isText(written: string): boolean {
  return tomlText(written) !== undefined;
}
