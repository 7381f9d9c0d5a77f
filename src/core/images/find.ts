import { maxAliasedText, maxDepth, maxFileSize } from "../text/limits.ts";
import { type ReadablePart, type ReadingBound, readableParts, scalarText } from "../yaml/documents.ts";
import { resolved } from "../yaml/otherYaml.ts";
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
  return searchImages(text, path).images;
}

/** The images of a file, and why not all of it was searched. */
export interface ImageSearch {
  readonly images: readonly ImageMention[];
  /** Part of a sentence after the file's name; `undefined` where all was searched. */
  readonly unsearched: string | undefined;
}

/** What is said of a file that is too large. */
export const tooLargeToSearch = `larger than ${maxFileSize / 2 ** 20} MB, so not searched`;

const bounds: Readonly<Record<ReadingBound, string>> = {
  depth: `nested more than ${maxDepth} levels deep, so deeper levels were not searched`,
  aliases: `its aliases expand to more than ${maxAliasedText} values, so they were not followed`,
};

/** Does what `findImages` does, and says what was not searched. */
export function searchImages(text: string, path: string): ImageSearch {
  if (text.length > maxFileSize) return { images: [], unsearched: tooLargeToSearch };
  if (!/image|repository/i.test(text)) return { images: [], unsearched: undefined };
  const found = new Map<number, ImageMention>();
  const beyond: ReadingBound[] = [];
  for (const part of readableParts(text, mayName, (bound) => beyond.push(bound)))
    if (resolved(part.root)?.kind === "map")
      for (const mention of imagesOf(part, path))
        if (!found.has(mention.span.start)) found.set(mention.span.start, mention);
  const images = [...found.values()].sort((a, b) => a.span.start - b.span.start);
  return { images, unsearched: beyond[0] && bounds[beyond[0]] };
}

/** Whether a text has a key without which no image is named. Definitions, which are long, have it and name none. */
function mayName(text: string): boolean {
  return /(?:images?|imageName|repository)["']?[ \t]*:/i.test(text) && !/^kind: CustomResourceDefinition\b/m.test(text);
}

function imagesOf(part: ReadablePart, path: string): readonly ImageMention[] {
  if (isKustomization(part, path)) return kustomizationImages(part);
  if (isKubernetesObject(part)) return kubernetesImages(part);
  if (isCompose(part)) return composeImages(part);
  return helmValuesImages(part, part.root, hasValuesName(path));
}

/** Kustomize takes a file of its name without `apiVersion` and `kind`, too. */
function isKustomization(part: ReadablePart, path: string): boolean {
  const api = scalarText(part.fieldsOf(part.root).get("apiVersion"));
  return api === undefined ? /(?:^|\/)kustomization\.ya?ml$/.test(path) : api.startsWith("kustomize.config.k8s.io/");
}
