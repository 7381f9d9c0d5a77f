import { longestExpression } from "../../text/expressions.ts";
import type { Dialect, Token } from "../dialect.ts";

/** The name in braces is bounded, since a text of many openings would be searched to its end from each. */
const compose = /\$(?:(\$)|\{[^}\n]{0,500}\}|[A-Za-z_]\w*)/g;

/** Go's `os.Expand`: a name of one special character or digit, one of letters, digits and underscores, or any in braces. */
const environment = /\$(?:\{|[*#$@!?\-0-9]|[A-Za-z_]\w*)/g;

export const environmentDialect: Dialect = {
  tokens: (text) => expanded(text, environment, nextBrace),
  // Go has no escape for a `$` before a name.
  escape: (text) => (text.search(environment) < 0 ? text : undefined),
};

export const composeDialect: Dialect = {
  tokens: (text) => expanded(text, compose, bracedEnd),
  escape: (text) => text.replaceAll("$", "$$$$"),
};

/** @param pattern its group is what an escape means */
function* expanded(
  text: string,
  pattern: RegExp,
  bracesEnd: (text: string, start: number, lastBrace: number) => number,
): Iterable<Token> {
  const search = new RegExp(pattern);
  const lastBrace = text.lastIndexOf("}");
  for (let found = search.exec(text); found !== null; found = search.exec(text)) {
    const { index: start, 0: written, 1: value } = found;
    const end = written.startsWith("${") ? bracesEnd(text, start, lastBrace) : search.lastIndex;
    yield value === undefined ? { kind: "expression", start, end } : { kind: "escape", start, end, value };
    search.lastIndex = end;
  }
}

/** A name in braces may have line feeds. Without a closing brace in all of the text, Go takes away the opening. */
function nextBrace(text: string, start: number, lastBrace: number): number {
  return start + 2 <= lastBrace ? text.indexOf("}", start + 2) + 1 : start + 2;
}

/** After the closing brace on the same line, where defaults can have variables in braces; without one, after the opening. */
function bracedEnd(text: string, start: number): number {
  let open = 0;
  for (let at = start + 1; at < Math.min(text.length, start + longestExpression) && text[at] !== "\n"; at++)
    if (text[at] === "{") open++;
    else if (text[at] === "}" && --open === 0) return at + 1;
  return start + 2;
}
