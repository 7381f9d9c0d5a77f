import { type Fields, itemsOf, type ReadablePart, readableParts, scalarText } from "../yaml/documents.ts";
import { type OtherNode, resolved } from "../yaml/otherYaml.ts";
import { helmValuesImages } from "./helmValues.ts";
import { imageMap, listsPullSecrets, mapMention } from "./imageMap.ts";
import { replacedImages } from "./kustomization.ts";
import { type ImageMention, namesRegistry, spanOf, writtenImage } from "./mention.ts";

/** Keys of containers: those of pods, and those of Argo's and Tekton's steps. */
const containerKeys: ReadonlySet<string> = new Set([
  "containers",
  "initContainers",
  "ephemeralContainers",
  "container",
  "sidecars",
  "steps",
  "script",
]);
/** What is under these keys of an object names no image to pull. */
const skippedKeys: ReadonlySet<string> = new Set(["metadata", "status", "data", "stringData", "binaryData"]);

/** Whether a map is an object of Kubernetes. */
export function isKubernetesObject(part: ReadablePart): boolean {
  const fields = part.fieldsOf(part.root);
  return scalarText(fields.get("apiVersion")) !== undefined && scalarText(fields.get("kind")) !== undefined;
}

/**
 * The images of an object of Kubernetes, whatever its kind: of containers anywhere in it, of image volumes, and of the
 * fields that operators have for images. Of objects that install a chart, those in its values.
 */
export function kubernetesImages(part: ReadablePart): readonly ImageMention[] {
  const found: ImageMention[] = [];
  const seen = new Set<OtherNode>();
  const add = (place: OtherNode | undefined, pullSecret: boolean, certain: boolean): void => {
    const image = place && writtenImage(part, place);
    if (!image || (!certain && !namesRegistry(image.text))) return;
    found.push({ ...image, span: spanOf(part, place), source: "kubernetes", pullSecret });
  };

  const walk = (key: string, written: OtherNode | undefined, secrets: boolean, depth: number): void => {
    const node = resolved(written);
    if (!node || seen.has(node) || depth > 60) return;
    seen.add(node);
    for (const item of itemsOf(node)) walk(key, item, secrets, depth + 1);
    const fields = part.fieldsOf(node);
    const pullSecret = secrets || listsPullSecrets(fields);
    for (const [field, value] of fields) {
      const kind = resolved(value)?.kind;
      if (kind === "scalar") {
        if (field === "image") add(value, pullSecret, containerKeys.has(key));
        else if (/Image$|^imageName$/.test(field)) add(value, pullSecret, false);
        continue;
      }
      const map =
        value && kind === "map" && /image$/i.test(field) ? imageMap(part, field, value, { certain: false }) : undefined;
      if (map) found.push(mapMention(part, map, "kubernetes", pullSecret));
      else if (key === "volumes" && field === "image") add(part.fieldsOf(value).get("reference"), pullSecret, true);
      else walk(field, value, pullSecret, depth + 1);
    }
  };

  const visit = (object: OtherNode, depth: number): void => {
    const fields = part.fieldsOf(object);
    if (scalarText(fields.get("kind")) === "CustomResourceDefinition") return;
    for (const image of chartImages(part, fields)) found.push(image);
    for (const [key, value] of fields) {
      if (key === "items" && depth < 3) for (const item of itemsOf(value)) visit(item, depth + 1);
      else if (!skippedKeys.has(key)) walk(key, value, false, 0);
    }
  };
  visit(part.root, 0);
  return found;
}

/** The images in the values that an object hands to a chart, or to a kustomization. */
function chartImages(part: ReadablePart, object: Fields): readonly ImageMention[] {
  const api = scalarText(object.get("apiVersion")) ?? "";
  const spec = part.fieldsOf(object.get("spec"));
  const values = (node: OtherNode | undefined): readonly ImageMention[] =>
    node ? helmValuesImages(part, node, true) : [];
  const text = (node: OtherNode | undefined): readonly ImageMention[] => {
    const parts = node ? writtenValues(part, node) : [];
    return parts.flatMap((inner) => helmValuesImages(inner, inner.root, true));
  };
  if (api.startsWith("helm.cattle.io/")) return [...text(spec.get("valuesContent")), ...values(spec.get("values"))];
  if (api.startsWith("helm.toolkit.fluxcd.io/")) return values(spec.get("values"));
  if (api.startsWith("kustomize.toolkit.fluxcd.io/")) return replacedImages(part, spec.get("images"));
  if (!api.startsWith("argoproj.io/")) return [];
  const sources = [spec.get("source"), ...itemsOf(spec.get("sources"))];
  return sources.flatMap((source) => {
    const helm = part.fieldsOf(part.fieldsOf(source).get("helm"));
    return [...text(helm.get("values")), ...values(helm.get("valuesObject"))];
  });
}

/** The documents in a block scalar after `|`, read where they stand. */
function writtenValues(part: ReadablePart, node: OtherNode): readonly ReadablePart[] {
  const scalar = resolved(node);
  if (scalar?.kind !== "scalar" || part.text[scalar.start] !== "|") return [];
  const start = part.text.indexOf("\n", scalar.start) + 1;
  if (start === 0 || start >= scalar.end) return [];
  const parts = readableParts(part.text.slice(start, scalar.end), () => true);
  return Array.from(parts, (inner) => ({ ...inner, offset: part.offset + start + inner.offset }));
}
