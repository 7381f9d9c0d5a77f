import type { Span } from "./span.ts";

/** No expression of a real file is longer. */
export const longestExpression = 4000;

/** What ends an expression, by what opens it. */
const ends: Readonly<Record<string, RegExp>> = { "{{": /\}\}/g, "{%": /%\}/g, "{#": /#\}/g, "<%": /%>/g };

/**
 * Finds the template expressions of a text, from one to the next. Where an expression ends is searched for once for all
 * openings before it: a text of openings without an end would else be searched from each.
 *
 * @param pattern global; what it finds is an expression, or what opens one
 * @param endOf what ends what was opened, global too; `undefined` for a whole expression
 */
export function expressionsIn(
  text: string,
  pattern: RegExp,
  endOf = (open: string): RegExp | undefined => ends[open],
): (from: number) => Span | undefined {
  const found = new Map<RegExp, RegExpExecArray | null>();
  return (from) => {
    pattern.lastIndex = from;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const { index: start } = match;
      const inside = start + match[0].length;
      const end = endOf(match[0]);
      if (!end) return { start, end: inside };
      let close = found.get(end);
      if (close === undefined || (close && close.index < inside)) {
        end.lastIndex = inside;
        close = end.exec(text);
        found.set(end, close);
      }
      if (close && close.index <= inside + longestExpression) return { start, end: close.index + close[0].length };
      pattern.lastIndex = start + 1;
    }
    return undefined;
  };
}
