import type { Dialect, Token } from "../dialect.ts";
import { closingBrackets } from "./closing.ts";

/** What a shell looks at in a here-document. */
const special = /\\\r?\n|\\[$`\\]|\$\{|\$\(|\$(?:[*@#?$!\-0-9]|[A-Za-z_]\w*)|`[^`\n]{0,1000}`/g;
/** What it looks at between double quotes. */
const quoted = /\\\r?\n|\\[$`\\"]|\$\{|\$\(|\$(?:[*@#?$!\-0-9]|[A-Za-z_]\w*)|`[^`\n]{0,1000}`/g;

/** A here-document whose delimiter is not quoted. */
export const heredocDialect: Dialect = {
  tokens: (text) => shellTokens(text, special),
  escape: (text) => text.replace(/[$`]|\\(?=[$`\\\n])/g, "\\$&"),
};

/** A string in double quotes. */
export const quotesDialect: Dialect = {
  tokens: (text) => shellTokens(text, quoted),
  escape: (text) => text.replace(/[$`"]|\\(?=[$`\\"\n])/g, "\\$&"),
};

function* shellTokens(text: string, pattern: RegExp): Iterable<Token> {
  const found = new RegExp(pattern);
  const endOf = closingBrackets(text);
  for (let match = found.exec(text); match !== null; match = found.exec(text)) {
    const { index: start, 0: opening } = match;
    if (opening.startsWith("\\")) {
      const value = opening.endsWith("\n") ? "" : opening.slice(1);
      yield { kind: "escape", start, end: start + opening.length, value };
      continue;
    }
    const bracket = opening === "${" ? "{" : opening === "$(" ? "(" : undefined;
    const end = bracket === undefined ? start + opening.length : endOf(found.lastIndex, bracket);
    if (end === undefined) continue;
    yield { kind: "expression", start, end };
    found.lastIndex = end;
  }
}
