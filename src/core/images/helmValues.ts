import { itemsOf, type ReadablePart } from "../yaml/documents.ts";
import { type OtherNode, resolved } from "../yaml/otherYaml.ts";
import { imageMap, listsPullSecrets, mapMention } from "./imageMap.ts";
import { type ImageMention, namesRegistry, spanOf, writtenImage } from "./mention.ts";

/** Whether a file's name is one that values of a chart have. */
export function hasValuesName(path: string): boolean {
  return (
    /(?:^|[/._-])values(?:[._-][^/]*)?\.(?:ya?ml|json)$/i.test(path) || /(?:^|\/)values\/[^/]+\.ya?ml$/i.test(path)
  );
}

/**
 * The images in the values of a Helm chart: texts under `image`, and maps of registry, repository and tag.
 *
 * @param root the map with the values
 * @param certain whether they are values for certain; else only what can hardly be anything else counts
 */
export function helmValuesImages(part: ReadablePart, root: OtherNode, certain: boolean): readonly ImageMention[] {
  const found: ImageMention[] = [];
  const seen = new Set<OtherNode>();
  const global = part.fieldsOf(part.fieldsOf(root).get("global"));
  // Bitnami's charts and others take the first for all images, ingress-nginx the second for those that name none.
  const registry = hostIn(part, global.get("imageRegistry"));
  const otherwise = hostIn(part, part.fieldsOf(global.get("image")).get("registry"));
  const everywhere = listsPullSecrets(global);

  const walk = (key: string, written: OtherNode | undefined, secrets: boolean, depth: number): void => {
    const node = resolved(written);
    if (!node || seen.has(node) || depth > 60) return;
    seen.add(node);
    for (const item of itemsOf(node)) walk(key, item, secrets, depth + 1);
    const fields = part.fieldsOf(node);
    const pullSecret = secrets || listsPullSecrets(fields);
    const map = node.kind === "map" ? imageMap(part, key, node, { certain, registry, otherwise }) : undefined;
    if (map) found.push(mapMention(part, map, "helm values", pullSecret));
    for (const [field, value] of fields) {
      if (value === undefined || map?.name === value) continue;
      const image = /image$/i.test(field) ? writtenImage(part, value) : undefined;
      if (image && certain && (field === "image" || namesRegistry(image.text)))
        found.push({ ...image, span: spanOf(part, value), source: "helm values", pullSecret });
      else if (resolved(value)?.kind !== "scalar") walk(field, value, pullSecret, depth + 1);
    }
  };
  walk("", root, everywhere, 0);
  return found;
}

/** The registry that a value names; an empty one, and one that is filled in later, names none. */
function hostIn(part: ReadablePart, node: OtherNode | undefined): string | undefined {
  const written = writtenImage(part, node);
  return written?.openTag === false ? written.text : undefined;
}
