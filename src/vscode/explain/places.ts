import { l10n } from "vscode";
import type { FileRegion } from "../../core/carriers/region.ts";
import type { Span } from "../../core/text/span.ts";
import type { Path } from "../../core/yaml/document.ts";
import type { PlaceLink } from "../../webview/protocol/explain.ts";
import type { OpenedRegion } from "../openedRegistries.ts";

/** A place in a registries.yaml: the node at a path, a span, or an offset where the file can't be read. */
export type LinkedPlace = { readonly path: Path } | Span | { readonly offset: number };

/** The places of a region that a page links to. The page gets only their numbers, because a path can contain a secret. */
export interface Places {
  readonly list: readonly LinkedPlace[];
  /** @param what what stands there, in words */
  link(place: LinkedPlace, what: string): PlaceLink | undefined;
}

export function createPlaces(opened: OpenedRegion | undefined): Places {
  const list: LinkedPlace[] = [];
  return {
    list,
    link(place, what) {
      if (!opened) return undefined;
      const line = opened.file.positionAt(outerSpanOf(opened.region, place).start).line + 1;
      const text = l10n.t("Line {0}", line);
      return { place: list.push(place) - 1, text, label: l10n.t("{0}: {1}", text, what) };
    },
  };
}

/** Where a place of a region is written in its file, in UTF-16 offsets: the key of an entry, or the item of a list. */
export function outerSpanOf(region: FileRegion, place: LinkedPlace): Span {
  if ("start" in place) return region.outerSpan(place);
  if ("offset" in place) return region.outerSpan({ start: place.offset, end: place.offset });
  return region.outerSpan(region.file.doc.span(place.path, "key"));
}
