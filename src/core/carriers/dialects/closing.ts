import { longestExpression } from "../../text/expressions.ts";

/**
 * Finds the ends of the expressions of a text, from one to the next; see `closingBracket`. Where no closing bracket is
 * near, none is searched for from each of many openings.
 */
export function closingBrackets(text: string): (start: number, open: "{" | "(") => number | undefined {
  const next = { "{": 0, "(": 0 };
  return (start, open) => {
    if (next[open] < start) {
      const found = text.indexOf(open === "{" ? "}" : ")", start);
      next[open] = found < 0 ? Number.POSITIVE_INFINITY : found;
    }
    return next[open] < start + longestExpression ? closingBracket(text, start, open) : undefined;
  };
}

/**
 * Where an expression ends that has its own kind of brackets in it, and strings in which they do not count.
 *
 * @param start where the text after the opening bracket starts
 * @param open the opening bracket, of which there may be more inside
 * @returns the offset after the closing bracket; `undefined` if there is none
 */
export function closingBracket(text: string, start: number, open: "{" | "("): number | undefined {
  const close = open === "{" ? "}" : ")";
  const stop = Math.min(text.length, start + longestExpression);
  let depth = 1;
  for (let at = start; at < stop; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === open) depth++;
    else if (char === close && --depth === 0) return at + 1;
    else if (char === '"' || (char === "'" && open === "(")) {
      const end = stringEnd(text, at, stop);
      if (end !== undefined) at = end;
    }
  }
  return undefined;
}

/** The offset of the quote that ends a string on the same line. */
function stringEnd(text: string, start: number, stop: number): number | undefined {
  const quote = text[start];
  for (let at = start + 1; at < stop; at++) {
    const char = text[at];
    if (char === "\n") return undefined;
    if (char === "\\") at++;
    else if (char === quote) return at;
  }
  return undefined;
}
