import type { Span } from "../text/span.ts";
import type { ScalarNode } from "./node.ts";

/**
 * Where a part of a scalar's text is written.
 *
 * @param text the text that the node was read from, before templates and credentials were masked
 * @param part the part, in UTF-16 offsets of the scalar's text (`node.value`)
 * @returns UTF-16 offsets of `text`; `undefined` where escapes, line breaks or a template stand in the part, or where
 * it can't be told which of several places it is
 */
export function scalarPart(text: string, node: ScalarNode, part: Span): Span | undefined {
  const { value, style } = node;
  const quotes = style === "single" || style === "double" ? 1 : 0;
  const start = node.start + quotes;
  const written = text.slice(start, node.end - quotes);
  const wanted = value.slice(part.start, part.end);
  // Escapes, doubled quotes and folds never make a text shorter than what it means.
  if (written.length === value.length) {
    const found = { start: start + part.start, end: start + part.end };
    return text.slice(found.start, found.end) === wanted ? found : undefined;
  }
  const [at, ...more] = placesOf(written, wanted);
  if (at === undefined || more.length > 0 || placesOf(value, wanted).length !== 1) return undefined;
  return { start: start + at, end: start + at + wanted.length };
}

function placesOf(text: string, part: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(part); at >= 0 && part !== ""; at = text.indexOf(part, at + 1)) places.push(at);
  return places;
}
