import { maxFileSize } from "../text/limits.ts";
import { fieldsOf, readableParts, scalarText } from "../yaml/documents.ts";
import { type Node, resolved } from "../yaml/node.ts";
import { composeImages, isCompose } from "./compose.ts";
import { hasValuesName, helmValuesImages } from "./helmValues.ts";
import { isKubernetesObject, kubernetesImages } from "./kubernetes.ts";
import { kustomizationImages } from "./kustomization.ts";
import type { ImageMention } from "./mention.ts";

/**
 * The images that a file names for a cluster to pull: a Kubernetes manifest in YAML or JSON, Helm values, a
 * kustomization or a compose file, told apart by what is in them. Never throws; of any other file there are none.
 *
 * @param path the file's path, with `/`
 * @returns each place once, in the order of the text
 */
export function findImages(text: string, path: string): readonly ImageMention[] {
  if (text.length > maxFileSize || !/image|repository/i.test(text)) return [];
  const found = new Map<number, ImageMention>();
  for (const part of readableParts(text, mayName))
    if (resolved(part.root)?.kind === "map")
      for (const mention of imagesOf(part, path))
        if (!found.has(mention.span.start)) found.set(mention.span.start, mention);
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}

/** Whether a text has a key without which no image is named. Definitions, which are long, have it and name none. */
function mayName(text: string): boolean {
  return /(?:images?|imageName|repository)["']?[ \t]*:/i.test(text) && !/^kind: CustomResourceDefinition\b/m.test(text);
}

function imagesOf(part: Parameters<typeof kubernetesImages>[0], path: string): readonly ImageMention[] {
  const { root } = part;
  if (isKustomization(root, path)) return kustomizationImages(part, root);
  if (isKubernetesObject(root)) return kubernetesImages(part, root);
  if (isCompose(root)) return composeImages(part, root);
  return helmValuesImages(part, root, hasValuesName(path));
}

/** Kustomize takes a file of its name without `apiVersion` and `kind`, too. */
function isKustomization(root: Node, path: string): boolean {
  const api = scalarText(fieldsOf(root).get("apiVersion"));
  return api === undefined ? /(?:^|\/)kustomization\.ya?ml$/.test(path) : api.startsWith("kustomize.config.k8s.io/");
}
