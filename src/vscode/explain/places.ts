import { l10n } from "vscode";
import type { Span } from "../../core/text/span.ts";
import type { Path, YamlDocument } from "../../core/yaml/document.ts";
import type { PlaceLink } from "../../webview/protocol/explain.ts";
import type { Placed } from "../translate.ts";

/** A place in a file: the node at a path, a span, or an offset where the file can't be read. */
export type LinkedPlace = { readonly path: Path } | Span | { readonly offset: number };

/** The places that a page links to. The page gets only their numbers, because a path can contain a secret. */
export interface Places {
  readonly list: readonly LinkedPlace[];
  /** @param what what stands there, in words */
  link(place: LinkedPlace, what: string): PlaceLink | undefined;
}

export function createPlaces(file: Placed | undefined, doc: YamlDocument): Places {
  const list: LinkedPlace[] = [];
  return {
    list,
    link(place, what) {
      if (!file) return undefined;
      const line = file.positionAt(spanOf(doc, place).start).line + 1;
      const text = l10n.t("Line {0}", line);
      return { place: list.push(place) - 1, text, label: l10n.t("{0}: {1}", text, what) };
    },
  };
}

/** Where a place is written, in UTF-16 offsets: the key of an entry, or the item of a list. */
export function spanOf(doc: YamlDocument, place: LinkedPlace): Span {
  if ("start" in place) return place;
  if ("offset" in place) return { start: place.offset, end: place.offset };
  return doc.span(place.path, "key");
}
