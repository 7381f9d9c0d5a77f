import type { Dialect, Token } from "../dialect.ts";
import { closingBrackets } from "./closing.ts";

const special = /\\(?:\r?\n|[^\r\n])|#\{|#(?=[$@])/g;
const controls: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  s: " ",
  r: "\r",
  e: "\x1b",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
};

/** A here-document of Ruby whose delimiter is not in single quotes. */
export const rubyDialect: Dialect = {
  *tokens(text): Iterable<Token> {
    const found = new RegExp(special);
    const endOf = closingBrackets(text);
    for (let match = found.exec(text); match !== null; match = found.exec(text)) {
      const { index: start, 0: mark } = match;
      if (mark.startsWith("\\")) {
        const last = mark.slice(-1);
        yield { kind: "escape", start, end: start + mark.length, value: last === "\n" ? "" : (controls[last] ?? last) };
        continue;
      }
      const end = mark === "#{" ? endOf(found.lastIndex, "{") : variableEnd(text.slice(start, start + 100), start);
      if (end === undefined) continue;
      yield { kind: "expression", start, end };
      found.lastIndex = end;
    }
  },
  escape: (text) => text.replace(/\\|#(?=[{$@])/g, "\\$&"),
};

function variableEnd(text: string, start: number): number | undefined {
  const length = /^#(?:\$|@@?)[A-Za-z_]\w*/.exec(text)?.[0].length;
  return length === undefined ? undefined : start + length;
}
