import type { Dialect, Token } from "../dialect.ts";

const expression = /\{\{[\s\S]{0,4000}?\}\}|\{%[\s\S]{0,4000}?%\}|\{#[\s\S]{0,4000}?#\}/g;
/** Of Go templates, what begins or ends a part, and comments. */
const statement = /^\{\{-?\s*(?:\/\*|(?:if|else|end|range|with|define|block|break|continue)\b|\$\w+\s*:?=)/;

export const bracesDialect: Dialect = {
  *tokens(text): Iterable<Token> {
    if (!text.includes("{{") && !text.includes("{%") && !text.includes("{#")) return;
    for (const { index, 0: found } of text.matchAll(expression)) {
      const kind = found.startsWith("{{") && !statement.test(found) ? "expression" : "statement";
      yield { kind, start: index, end: index + found.length };
    }
  },
  escape: (text) => (/\{[{%#]/.test(text) ? undefined : text),
};
