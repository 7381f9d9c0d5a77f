import type { Dialect, Token } from "../dialect.ts";
import { closingBracket } from "./closing.ts";

/** What a shell looks at in a here-document. */
const special = /\\[$`\\\n]|\$\{|\$\(|\$(?:[*@#?$!\-0-9]|[A-Za-z_]\w*)|`[^`\n]{0,1000}`/g;

export const heredocDialect: Dialect = {
  *tokens(text): Iterable<Token> {
    special.lastIndex = 0;
    const found = new RegExp(special);
    for (let match = found.exec(text); match !== null; match = found.exec(text)) {
      const { index: start, 0: opening } = match;
      if (opening.startsWith("\\")) {
        yield { kind: "escape", start, end: start + 2, value: opening === "\\\n" ? "" : opening.slice(1) };
        continue;
      }
      const bracket = opening === "${" || opening === "$(" ? opening.slice(1) : undefined;
      const end =
        bracket === undefined ? start + opening.length : closingBracket(text, found.lastIndex, bracket as "{" | "(");
      if (end === undefined) continue;
      yield { kind: "expression", start, end };
      found.lastIndex = end;
    }
  },
  escape: (text) => text.replace(/[$`]|\\(?=[$`\\\n])/g, "\\$&"),
};
