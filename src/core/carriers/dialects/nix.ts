import type { Dialect, Token } from "../dialect.ts";
import { closingBracket } from "./closing.ts";

const opening = /'''|''\$|''\\[\s\S]|\$\$(?=\{)|\$\{/g;
const controls: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

export const nixDialect: Dialect = {
  *tokens(text): Iterable<Token> {
    const found = new RegExp(opening);
    for (let match = found.exec(text); match !== null; match = found.exec(text)) {
      const { index: start, 0: mark } = match;
      const after = start + mark.length;
      if (mark === "$$") {
        // `$${` is the two characters that it shows.
        found.lastIndex = after + 1;
        continue;
      }
      if (mark !== "${") {
        const last = mark.slice(-1);
        const value = mark === "'''" ? "''" : mark.length === 4 ? (controls[last] ?? last) : "$";
        yield { kind: "escape", start, end: after, value };
        continue;
      }
      const end = closingBracket(text, after, "{");
      if (end === undefined) continue;
      yield { kind: "expression", start, end };
      found.lastIndex = end;
    }
  },
  escape: (text) => text.replace(/''/g, "'''").replace(/\$(?=\{)/g, "''$"),
};
