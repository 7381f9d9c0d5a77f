import { type Fields, itemsOf, type ReadablePart, scalarText } from "../yaml/documents.ts";
import type { OtherNode } from "../yaml/otherYaml.ts";
import {
  beginsWithHost,
  type ImageMention,
  type ImageSource,
  spanOf,
  type WrittenImage,
  writtenImage,
} from "./mention.ts";

/** An image whose parts stand apart, as charts have it. */
export interface ImageMap extends WrittenImage {
  /** The scalar with its name. */
  readonly name: OtherNode;
}

/**
 * Puts an image together from a map such as `{registry: quay.io, repository: org/app, tag: v1}`. Without a tag, the
 * chart fills in one of its own.
 *
 * @param key under which the map stands
 * @param certain whether the file is one of Helm values, so that less is needed to believe it
 * @param registry goes before the one in the map, where it has one
 * @param otherwise the registry of those that name none
 */
export function imageMap(
  part: ReadablePart,
  key: string,
  node: OtherNode,
  {
    certain,
    registry,
    otherwise,
  }: { readonly certain: boolean; readonly registry?: string | undefined; readonly otherwise?: string | undefined },
): ImageMap | undefined {
  const fields = part.fieldsOf(node);
  const isImage = /image$/i.test(key);
  const nameKey = fields.has("repository") ? "repository" : isImage ? (fields.has("image") ? "image" : "name") : "";
  const name = fields.get(nameKey);
  const tag = tagOf(part, fields);
  const facts = ["registry", "tag", "digest", "pullPolicy", "imagePullPolicy"].some((field) => fields.has(field));
  if (!name || !(isImage ? certain || facts : certain && facts)) return undefined;
  if (nameKey !== "repository" && !facts) return undefined;
  const own = fields.has("registry") ? writtenImage(part, fields.get("registry")) : undefined;
  if (fields.has("registry") && !own && scalarText(fields.get("registry"))) return undefined;
  const written = writtenImage(part, name);
  if (!written || /:\/\/|^git@/.test(written.text)) return undefined;
  const named = fields.has("registry") ? (registry ?? own?.text) : undefined;
  const host = named ?? (beginsWithHost(written.text) ? undefined : otherwise);
  const text = `${host === undefined ? "" : `${host.replace(/\/+$/, "")}/`}${written.text}`;
  const tagged = /[:@][^/]*$/.test(written.text);
  return tagged || tag === undefined
    ? { name, text, openTag: written.openTag || !tagged }
    : { name, text: text + tag, openTag: false };
}

/** The place of such an image. */
export function mapMention(
  part: ReadablePart,
  { name, text, openTag }: ImageMap,
  source: ImageSource,
  pullSecret: boolean,
): ImageMention {
  return { text, span: spanOf(part, name), source, openTag, pullSecret };
}

/** The tag and digest as they are written after a name; `undefined` where something else fills them in. */
function tagOf(part: ReadablePart, fields: Fields): string | undefined {
  const digest = writtenImage(part, fields.get("digest") ?? fields.get("sha"));
  const tag = writtenImage(part, fields.get("tag"));
  if (tag?.openTag || digest?.openTag || (!tag && !digest)) return undefined;
  const written = digest && `@${/:/.test(digest.text) ? "" : "sha256:"}${digest.text}`;
  return `${tag ? `:${tag.text}` : ""}${written ?? ""}`;
}

/** Whether Secrets to pull with are listed in a map. */
export function listsPullSecrets(fields: Fields): boolean {
  return ["imagePullSecrets", "pullSecrets"].some((key) => itemsOf(fields.get(key)).length > 0);
}
