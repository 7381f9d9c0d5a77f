import { isPlainHost } from "../display/shown.ts";
import type { RegistriesFile } from "../file/file.ts";
import { mostNamedRegistries } from "../hosts/publicRegistries.ts";
import { parseImage } from "../images/reference.ts";
import type { Span } from "../text/span.ts";

/** An image whose pull goes by a mirror of the file. */
export interface MirrorExample {
  /** The key of the mirror, `*` too: that stands for a registry without settings of its own. */
  readonly registry: string;
  /** Nobody has to have it: its pull is told, not done. */
  readonly image: string;
  /** Where the key is. */
  readonly key: Span;
}

/** An image for each mirror that images can name, in the order of the file; none where k3s can't read it. */
export function mirrorExamples({ doc, reading, mirrors, configs }: RegistriesFile): readonly MirrorExample[] {
  if (!reading.ok) return [];
  const own = new Set([...mirrors.map(({ registry }) => registry), ...configs.map(({ host }) => host)]);
  return mirrors.flatMap(({ registry, path, templated }): readonly MirrorExample[] => {
    const named =
      registry === "*" ? mostNamedRegistries.find((host) => host !== "docker.io" && !own.has(host)) : registry;
    if (templated || named === undefined || !isPlainHost(named)) return [];
    const image = exampleImage(named);
    const read = parseImage(image);
    return read.ok && read.image.registry === named ? [{ registry, image, key: doc.span(path, "key") }] : [];
  });
}

/** The name of an image as a registry has them. */
export function exampleImage(registry: string): string {
  if (registry === "docker.io") return "nginx";
  if (registry === "registry.k8s.io") return "registry.k8s.io/pause:3.10";
  if (/(?:^|-)docker\.pkg\.dev$/.test(registry)) return `${registry}/project/repository/app:1.0`;
  return `${registry}/team/app:1.0`;
}
