import { element } from "../page/elements.ts";
import type { NoteView, PlaceLink } from "../protocol/explain.ts";

/** A link to a place of the file. Its clicks are heard by the page as a whole. */
export function placeLink({ place, text, label }: PlaceLink): HTMLButtonElement {
  return element(
    "button",
    { type: "button", class: "link place", "aria-label": label, "data-place": String(place) },
    text,
  );
}

/** A sentence and the place that it speaks of. */
export function noteParagraph({ text, link }: NoteView): HTMLElement {
  return element("p", {}, text, ...(link ? [" ", placeLink(link)] : []));
}
