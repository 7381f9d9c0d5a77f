import { l10n, workspace } from "vscode";
import { type CheckedImage, type ImageCheck, type ImageStatus, isFault } from "../../core/pull/checkImages.ts";
import { type ImageGroup, imageGroups, openTagNote } from "../../core/pull/imageReport.ts";
import type { Span } from "../../core/text/span.ts";
import { type FoundImages, type ImagePlace, mostManifests } from "./workspaceImages.ts";

/** The style of a part of the page: headings by status, and remarks. */
export type PageStyle = "title" | "error" | "warning" | "information" | "fine" | "name" | "remark";

/** An image with its name, remarks and places. */
export interface ImageBlock extends Span {
  readonly name: Span;
  readonly image: CheckedImage<ImagePlace>;
}

/** The report on the images of the workspace: a text and its parts, at UTF-16 offsets. */
export interface ImagePage {
  readonly text: string;
  readonly styles: readonly (Span & { readonly style: PageStyle })[];
  readonly places: readonly (Span & { readonly place: ImagePlace })[];
  readonly groups: readonly (Span & { readonly title: Span; readonly blocks: readonly ImageBlock[] })[];
}

/** More places than these are counted only. */
const mostPlaces = 12;

const styleOf: Readonly<Record<ImageStatus, PageStyle>> = {
  invalid: "error",
  refused: "error",
  unsent: "warning",
  anonymous: "information",
  secret: "fine",
  mirror: "fine",
  credential: "fine",
  public: "fine",
};

/** Returns the heading of the images of one status, in the user's language. */
function titleOf(status: ImageStatus): string {
  const titles: Readonly<Record<ImageStatus, string>> = {
    invalid: l10n.t("Invalid name"),
    refused: l10n.t("Refused"),
    unsent: l10n.t("Credential not sent"),
    anonymous: l10n.t("Without a credential"),
    secret: l10n.t("With a pull Secret of the manifest"),
    mirror: l10n.t("From a mirror, without a credential"),
    credential: l10n.t("With a credential"),
    public: l10n.t("From a public registry, without a credential"),
  };
  return titles[status];
}

/**
 * @param name of the registries.yaml
 * @param check the images, or why none is checked
 */
export function imagePage(name: string, found: FoundImages, check: ImageCheck<ImagePlace>): ImagePage {
  let text = "";
  const styles: (Span & { style: PageStyle })[] = [];
  const places: (Span & { place: ImagePlace })[] = [];
  const write = (words: string, style?: PageStyle): Span => {
    const span = { start: text.length, end: text.length + words.length };
    if (style) styles.push({ ...span, style });
    text += words;
    return span;
  };

  const writeImage = (image: CheckedImage<ImagePlace>): ImageBlock => {
    const start = text.length;
    write("  ");
    const name = write(image.image, "name");
    if (image.openTag) write(`  ${openTagNote}`, "remark");
    write("\n");
    // For a single registry, the reason says it all.
    if (image.route.length > (image.reason ? 1 : 0)) {
      write("      ");
      write(image.route.join(" → "), "remark");
      write("\n");
    }
    if (image.reason) write(`      ${image.reason}\n`);
    write("      ");
    for (const [i, place] of image.places.slice(0, mostPlaces).entries()) {
      if (i > 0) write(", ");
      places.push({ ...write(placeText(place)), place });
    }
    const more = image.places.length - mostPlaces;
    write(more > 0 ? ` ${l10n.t("and {0} more", more)}\n` : "\n");
    return { start, end: text.length, name, image };
  };
  const writeGroup = ({ status, note, images }: ImageGroup<ImagePlace>): ImagePage["groups"][number] => {
    write("\n");
    const heading = write(`${titleOf(status)} (${images.length})`, styleOf[status]);
    write("\n");
    if (note) {
      write("  ");
      write(note, "remark");
      write("\n");
    }
    write("\n");
    const blocks = images.map(writeImage);
    return { start: heading.start, end: text.length, title: heading, blocks };
  };

  write(l10n.t("Images of this workspace"), "title");
  write("\n");
  if (!check.ok) {
    write("\n");
    write(check.problem, "error");
    write("\n");
    return { text, styles, places, groups: [] };
  }
  for (const line of [headline(name, found, check.images), ...remarks(found)]) {
    write(line, "remark");
    write("\n");
  }
  const groups = imageGroups(check.images).map(writeGroup);
  return { text, styles, places, groups };
}

function headline(name: string, found: FoundImages, images: readonly CheckedImage<ImagePlace>[]): string {
  const faults = images.filter(({ status }) => isFault(status)).length;
  const files = new Set(found.mentions.map(({ place }) => place.uri.toString())).size;
  const checked = l10n.t("{0} in {1}, checked against {2}.", imagesText(images.length), filesText(files), name);
  if (faults === 0) return checked;
  return `${checked} ${faults === 1 ? l10n.t("1 image needs attention.") : l10n.t("{0} images need attention.", faults)}`;
}

function imagesText(count: number): string {
  return count === 1 ? l10n.t("1 image") : l10n.t("{0} images", count);
}

function filesText(count: number): string {
  return count === 1 ? l10n.t("1 file") : l10n.t("{0} files", count);
}

function remarks({ unsearched, incomplete }: FoundImages): readonly string[] {
  return [
    ...(incomplete ? [l10n.t("Only the first {0} files of the workspace were searched.", mostManifests)] : []),
    ...unsearchedLines(unsearched),
  ];
}

/** A line for each file of which not all was searched. */
export function unsearchedLines(files: FoundImages["unsearched"]): readonly string[] {
  return files.map(({ uri, reason }) => l10n.t("{0}: {1}.", workspace.asRelativePath(uri), reason));
}

function placeText({ uri, range }: ImagePlace): string {
  return `${workspace.asRelativePath(uri)}:${range.start.line + 1}`;
}
