import { cleanPath, type RegistryHost } from "../containerd/registryHosts.ts";
import { shownUrl } from "../display/shown.ts";
import { hidden } from "../display/token.ts";
import type { RegistriesFile } from "../file/file.ts";
import { parseGoUrl } from "../hosts/goUrl.ts";
import type { ImageReference } from "../images/reference.ts";
import type { Path } from "../yaml/document.ts";

/** A name of the repository that a registry is asked for. */
export interface Rewritten {
  readonly repository: string;
  /** The entry of `rewrite` that made it; `undefined` for the name as it is. */
  readonly rewrite: Path | undefined;
}

/** The most names that are listed: no real file has more, and each is listed for each endpoint. */
const maxNames = 20;

/**
 * What the rewrites of a mirror make of a repository. containerd takes the first that changes it, in no order, so each
 * that does is possible. Source: docs/how-k3s-reads-it/rewrites.md#order.
 *
 * @param registry the key of the mirror
 */
export function rewritten(file: RegistriesFile, registry: string, repository: string): readonly Rewritten[] {
  const mirror = file.mirrorOf(registry);
  const changed = (mirror?.rewrites ?? []).flatMap((rewrite): readonly Rewritten[] => {
    const name = rewrite.apply(repository);
    return name === undefined || name === repository ? [] : [{ repository: name, rewrite: rewrite.path }];
  });
  return changed.length === 0 ? [{ repository, rewrite: undefined }] : changed.slice(0, maxNames);
}

/** The request for a manifest, which containerd sends first. */
export interface ManifestRequest {
  /** As it is sent, as far as it can be shown: without userinfo, which containerd does not send. */
  readonly url: string;
  /** Whether it can be sent: not if the address with its path is not a URL. */
  readonly sent: boolean;
}

/**
 * The request for an image's manifest at a registry. A mirror gets the registry's name in `ns`. containerd builds the
 * URL as a string and parses it again, so a `?`, `#` or `%` in a path ends or changes it. Source: containerd
 * `core/remotes/docker/resolver.go` (`request`, `addNamespace`, `do`).
 */
export function manifestRequest(
  { scheme, schemes, host, path, isProxy }: RegistryHost,
  { registry, tag, digest }: ImageReference,
  repository: string,
): ManifestRequest {
  const joined = cleanPath(`${path}/${repository}/manifests/${digest ?? tag ?? ""}`);
  const url = parseGoUrl(`https://${host}${isProxy ? withNamespace(joined, registry) : joined}`);
  const sent = typeof url !== "string";
  const shown = {
    scheme: schemes[0] ?? scheme,
    host,
    ...(sent ? { path: url.path, rawPath: url.rawPath } : { path: joined }),
  };
  const query = (sent ? url.query : undefined) ?? "";
  // What a path or a replacement puts before the registry can be anything.
  const shownQuery = query === "" || query === namespace(registry) ? query : hidden;
  return { url: `${shownUrl(shown)}${shownQuery === "" ? "" : `?${shownQuery}`}`, sent };
}

function namespace(registry: string): string {
  return `ns=${encodeURIComponent(registry)}`;
}

function withNamespace(path: string, registry: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}${namespace(registry)}`;
}
