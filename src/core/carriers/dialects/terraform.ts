import type { Dialect, Token } from "../dialect.ts";
import { closingBracket } from "./closing.ts";

const opening = /\$\$\{|%%\{|\$\{|%\{/g;

export const terraformDialect: Dialect = {
  *tokens(text): Iterable<Token> {
    const found = new RegExp(opening);
    for (let match = found.exec(text); match !== null; match = found.exec(text)) {
      const { index: start, 0: mark } = match;
      if (mark.length === 3) {
        yield { kind: "escape", start, end: start + 3, value: mark.slice(1) };
        continue;
      }
      const end = closingBracket(text, found.lastIndex, "{");
      if (end === undefined) continue;
      yield { kind: mark === "%{" ? "statement" : "expression", start, end };
      found.lastIndex = end;
    }
  },
  escape: (text) => text.replace(/\$(?=\{)|%(?=\{)/g, "$&$&"),
};
