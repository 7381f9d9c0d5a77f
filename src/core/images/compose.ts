import type { ReadablePart } from "../yaml/documents.ts";
import { resolved } from "../yaml/otherYaml.ts";
import { type ImageMention, namesRegistry, spanOf, writtenImage } from "./mention.ts";

/** The keys at the root of a compose file (the Compose Specification); those that start with `x-` are extensions. */
const rootKey = /^(?:version|name|include|services|networks|volumes|configs|secrets|models|x-.*)$/;

/** Whether a map is a compose file: services, and nothing that has no place beside them. */
export function isCompose(part: ReadablePart): boolean {
  const fields = part.fieldsOf(part.root);
  const services = fields.get("services");
  return (
    services !== undefined && resolved(services)?.kind === "map" && [...fields.keys()].every((key) => rootKey.test(key))
  );
}

/** The images of the services; of one that is built, only when its name is that of a registry, to which it is pushed. */
export function composeImages(part: ReadablePart): readonly ImageMention[] {
  return [...part.fieldsOf(part.fieldsOf(part.root).get("services")).values()].flatMap((service) => {
    const fields = part.fieldsOf(service);
    const place = fields.get("image");
    const image = place && writtenImage(part, place);
    if (!image || (fields.has("build") && !namesRegistry(image.text))) return [];
    return [{ ...image, span: spanOf(part, place), source: "compose", pullSecret: false }];
  });
}
