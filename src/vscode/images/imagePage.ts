import { l10n, type Uri, workspace } from "vscode";
import { type CheckedImage, isFault } from "../../core/pull/checkImages.ts";
import { imageGroups, openTagNote } from "../../core/pull/imageReport.ts";
import type { Phrase } from "../../core/text/phrase.ts";
import type { Span } from "../../core/text/span.ts";
import { localised } from "../phrases.ts";
import type { FoundImages, ImagePlace } from "./workspaceImages.ts";
import { mostManifests } from "./workspaceImages.ts";

/** The page that says how the images of the workspace fare, as text, with what its lines lead to. */
export interface ImagePage {
  readonly text: string;
  /** The places that are named, at UTF-16 offsets. */
  readonly links: readonly (Span & { readonly place: ImagePlace })[];
  /** What is said of each image, with all its places. */
  readonly blocks: readonly (Span & { readonly places: readonly ImagePlace[] })[];
}

/** More places than these are counted only. */
const mostPlaces = 12;

/** @param problem why the file can't be read; then no image is checked */
export function imagePage(
  registries: Uri,
  found: FoundImages,
  check: readonly CheckedImage<ImagePlace>[] | { readonly problem: Phrase },
): ImagePage {
  let text = "";
  const links: (Span & { place: ImagePlace })[] = [];
  const blocks: (Span & { places: readonly ImagePlace[] })[] = [];
  const line = (words: string): void => {
    text += `${words}\n`;
  };
  const block = (image: CheckedImage<ImagePlace>): void => {
    const start = text.length;
    line(`- \`${image.image}\`${image.openTag ? ` (${localised(openTagNote)})` : ""}`);
    if (image.route.length > 0) line(`  ${image.route.map(localised).join(" → ")}`);
    if (image.reason) line(`  ${localised(image.reason)}`);
    const shown = image.places.slice(0, mostPlaces);
    text += "  ";
    for (const [i, place] of shown.entries()) {
      if (i > 0) text += ", ";
      const name = placeText(place);
      links.push({ start: text.length, end: text.length + name.length, place });
      text += name;
    }
    const more = image.places.length - shown.length;
    line(more > 0 ? ` ${l10n.t("and {0} more", more)}` : "");
    blocks.push({ start, end: text.length, places: image.places });
  };

  line(`# ${l10n.t("Images of this workspace")}`);
  line("");
  if ("problem" in check) {
    line(localised(check.problem));
    return { text, links, blocks };
  }
  line(headline(registries, found, check));
  for (const remark of remarks(found)) line(remark);
  for (const { title, note, images } of imageGroups(check)) {
    line("");
    line(`## ${localised(title)} (${images.length})`);
    line("");
    if (note) {
      line(localised(note));
      line("");
    }
    for (const image of images) block(image);
  }
  return { text, links, blocks };
}

function headline(registries: Uri, found: FoundImages, images: readonly CheckedImage<ImagePlace>[]): string {
  const name = workspace.asRelativePath(registries);
  const faults = images.filter(({ status }) => isFault(status)).length;
  const files = new Set(found.mentions.map(({ place }) => place.uri.toString())).size;
  const checked = l10n.t("{0} in {1}, checked against {2}.", imagesText(images.length), filesText(files), name);
  return faults === 0
    ? checked
    : `${checked} ${faults === 1 ? l10n.t("1 image needs a look.") : l10n.t("{0} images need a look.", faults)}`;
}

function imagesText(count: number): string {
  return count === 1 ? l10n.t("1 image") : l10n.t("{0} images", count);
}

function filesText(count: number): string {
  return count === 1 ? l10n.t("1 file") : l10n.t("{0} files", count);
}

function remarks({ tooLarge, incomplete }: FoundImages): readonly string[] {
  return [
    ...(incomplete ? [l10n.t("Only the first {0} files of the workspace were looked at.", mostManifests)] : []),
    ...(tooLarge > 0 ? [l10n.t("Files over 2 MB were left out: {0}.", tooLarge)] : []),
  ];
}

function placeText({ uri, range }: ImagePlace): string {
  return `${workspace.asRelativePath(uri)}:${range.start.line + 1}`;
}
