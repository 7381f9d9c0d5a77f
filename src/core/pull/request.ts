import { shownUrl } from "../display/shown.ts";
import type { ImageReference } from "../images/reference.ts";
import type { EndpointAddress } from "../registries/endpoint.ts";
import type { RegistriesFile } from "../registries/file.ts";
import type { Path } from "../yaml/document.ts";

/** A name of the repository that a registry is asked for. */
export interface Rewritten {
  readonly repository: string;
  /** The entry of `rewrite` that made it; `undefined` for the name as it is. */
  readonly rewrite: Path | undefined;
}

/**
 * What the rewrites of a mirror make of a repository. containerd takes the first that changes it, in no order, so each
 * that does is possible (reference §4.6).
 *
 * @param registry the key of the mirror
 */
export function rewritten(file: RegistriesFile, registry: string, repository: string): readonly Rewritten[] {
  const mirror = file.mirrors.find((candidate) => candidate.registry === registry);
  const changed = (mirror?.rewrites ?? []).flatMap((rewrite): readonly Rewritten[] => {
    const name = rewrite.apply(repository);
    return name === undefined || name === repository ? [] : [{ repository: name, rewrite: rewrite.path }];
  });
  return changed.length === 0 ? [{ repository, rewrite: undefined }] : changed;
}

/**
 * The address of an image's manifest at a registry, which containerd asks for first. A mirror is told which registry it
 * stands for. Source: containerd `core/remotes/docker/resolver.go` (`request`, `addNamespace`) and `registry.go`
 * (`isProxy`).
 *
 * @returns it without a user, whom containerd does not send (reference §4.1)
 */
export function manifestUrl(address: EndpointAddress, image: ImageReference, repository: string): string {
  const { registry, tag, digest } = image;
  const { host, path } = address;
  const isItself = host === registry || (registry === "docker.io" && host === "registry-1.docker.io");
  const root = shownUrl({ ...address, path: joined(path) });
  const name = joined(`${repository}/manifests/${digest ?? tag ?? ""}`);
  return `${root}${name}${isItself ? "" : `?ns=${encodeURIComponent(registry)}`}`;
}

/** Go's `path.Join`, as far as it matters: no empty parts, and no slash at the end. */
function joined(path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return parts.map((part) => `/${part}`).join("");
}
