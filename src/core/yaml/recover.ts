import { lineStart, lineStop } from "../text/lines.ts";
import { type FirstDocument, parseFirstDocument } from "./parser.ts";
import { sourceOf } from "./source.ts";

/** Faults of one text that are stepped over. Past it the text is hardly YAML at all. */
const mostFaults = 20;

/**
 * Reads as much as can be read of a text that k3s refuses, so that the rest of it can be linted and edited: each line at
 * which the reader stops is replaced by spaces, and the text is read again. All nodes keep their own offsets, and an alias
 * without an anchor is an alias of nothing.
 *
 * @param first what the reader made of the text
 * @returns an empty document for a text with too many faults
 */
export function recover(
  text: string,
  first: FirstDocument = parseFirstDocument(sourceOf(text)),
): Pick<FirstDocument, "root" | "aliases" | "hidden" | "tooDeep"> {
  let rest = text;
  let document = hasUnknownAnchor(first) ? parseFirstDocument(sourceOf(text), "kept") : first;
  for (let faults = 0; document.failure && faults < mostFaults; faults++) {
    const shorter = withoutLine(rest, text, document.failure.offset);
    if (shorter === undefined) break;
    rest = shorter;
    document = parseFirstDocument(sourceOf(rest), "kept");
  }
  if (document.failure) return { root: undefined, aliases: [], hidden: undefined, tooDeep: false };
  const { root, aliases, hidden, tooDeep } = document;
  return { root, aliases, hidden, tooDeep };
}

function hasUnknownAnchor({ failure }: FirstDocument): boolean {
  return failure !== undefined && /unknown anchor '/.test(failure.message);
}

/**
 * Replaces the line of an offset by spaces, or the last one before it that is not blank.
 *
 * @param first the text that the first fault was found in: its lines are at the same offsets, and were found already
 */
function withoutLine(text: string, first: string, offset: number): string | undefined {
  let end = lineStop(first, Math.min(offset, text.length));
  let start = lineStart(first, end);
  while (/^\s*$/.test(text.slice(start, end))) {
    if (start === 0) return undefined;
    end = start - 1;
    start = lineStart(first, end);
  }
  return text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
}
