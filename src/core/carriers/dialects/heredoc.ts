import type { Dialect, Token } from "../dialect.ts";
import { closingBrackets } from "./closing.ts";

/** What a shell looks at in a here-document. */
const special = /\\(\r?\n|[$`\\])|\$\{|\$\(|\$(?:[*@#?$!\-0-9]|[A-Za-z_]\w*)|`[^`\n]{0,1000}`/g;
/** What it looks at between double quotes. */
const quoted = /\\(\r?\n|[$`\\"])|\$\{|\$\(|\$(?:[*@#?$!\-0-9]|[A-Za-z_]\w*)|`[^`\n]{0,1000}`/g;

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

/** A here-document of `COPY`: a backslash takes the meaning of any character. */
export const dockerDialect: Dialect = {
  tokens: (text) => shellTokens(text, /\\([^\r\n])|\$(?:\{|[*#$@!?-]|\d+|[A-Za-z_]\w*)/g),
  escape: (text) => text.replace(/[\\$]/g, "\\$&"),
};

/**
 * @param pattern its group is what is escaped; of a line break, nothing is left
 * @param meaning of another escape
 */
export function* shellTokens(
  text: string,
  pattern: RegExp,
  meaning = (escaped: string): string => escaped,
): Iterable<Token> {
  const found = new RegExp(pattern);
  const endOf = closingBrackets(text);
  for (let match = found.exec(text); match !== null; match = found.exec(text)) {
    const { index: start, 0: opening, 1: value } = match;
    if (value !== undefined) {
      yield { kind: "escape", start, end: start + opening.length, value: meaning(value.replace(/\r?\n/, "")) };
      continue;
    }
    const bracket = /[{(]$/.exec(opening)?.[0] as "{" | "(" | undefined;
    const end = bracket === undefined ? start + opening.length : endOf(found.lastIndex, bracket);
    if (end === undefined) continue;
    yield { kind: "expression", start, end };
    found.lastIndex = end;
  }
}
