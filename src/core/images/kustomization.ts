import { itemsOf, type ReadablePart } from "../yaml/documents.ts";
import type { OtherNode } from "../yaml/otherYaml.ts";
import { helmValuesImages } from "./helmValues.ts";
import { type ImageMention, spanOf, writtenImage } from "./mention.ts";

/** The images that a kustomization puts in, and those in the values of its charts. */
export function kustomizationImages(part: ReadablePart): readonly ImageMention[] {
  const fields = part.fieldsOf(part.root);
  const inline = itemsOf(fields.get("helmCharts")).flatMap((chart) => part.fieldsOf(chart).get("valuesInline") ?? []);
  return [
    ...replacedImages(part, fields.get("images")),
    ...inline.flatMap((values) => helmValuesImages(part, values, true)),
  ];
}

/**
 * The images of a list of `name`, `newName`, `newTag` and `digest`. Without a tag, that of the manifests stays.
 *
 * @param list also Flux has it, under `spec`
 */
export function replacedImages(part: ReadablePart, list: OtherNode | undefined): readonly ImageMention[] {
  return itemsOf(list).flatMap((item) => {
    const fields = part.fieldsOf(item);
    const place = fields.get("newName") ?? fields.get("name");
    const name = place && writtenImage(part, place);
    if (!name) return [];
    const tag = writtenImage(part, fields.get("newTag"));
    const digest = writtenImage(part, fields.get("digest"));
    const suffix = `${tag && !tag.openTag ? `:${tag.text}` : ""}${digest && !digest.openTag ? `@${digest.text}` : ""}`;
    return [
      {
        text: name.text + suffix,
        span: spanOf(part, place),
        source: "kustomization",
        openTag: suffix === "",
        pullSecret: false,
      },
    ];
  });
}
