import type { Span } from "./span.ts";

/** No expression of a real file is longer. */
export const longestExpression = 4000;

/**
 * Finds the template expressions of a text, from one to the next. Where an expression ends is searched for once for all
 * openings before it: a text of openings without an end would else be searched from each.
 *
 * @param pattern global; what it finds is an expression, or the opening of one: `{{`, `{%`, `{#` or `<%`
 */
export function expressionsIn(text: string, pattern: RegExp): (from: number) => Span | undefined {
  const search = new RegExp(pattern);
  const closings = new Map<string, number>();
  return (from) => {
    search.lastIndex = from;
    for (let match = search.exec(text); match !== null; match = search.exec(text)) {
      const { index: start, 0: found } = match;
      if (!/^(?:\{[{%#]|<%)$/.test(found)) return { start, end: start + found.length };
      const close = `${found[1] === "{" ? "}" : found[1]}${found[0] === "<" ? ">" : "}"}`;
      let end = closings.get(close) ?? 0;
      if (end < start + 2) {
        const at = text.indexOf(close, start + 2);
        end = at < 0 ? Number.POSITIVE_INFINITY : at;
        closings.set(close, end);
      }
      if (end <= start + 2 + longestExpression) return { start, end: end + 2 };
      search.lastIndex = start + 1;
    }
    return undefined;
  };
}
