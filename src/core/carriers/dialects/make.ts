import type { Dialect, Token } from "../dialect.ts";
import { closingBrackets } from "./closing.ts";

const opening = /\$(?:\$|[({]|[^\s$({])/g;

/** The recipes of a makefile: `$$` is a `$`, and all else with one is a variable. */
export const makeDialect: Dialect = {
  *tokens(text): Iterable<Token> {
    const found = new RegExp(opening);
    const endOf = closingBrackets(text);
    for (let match = found.exec(text); match !== null; match = found.exec(text)) {
      const { index: start, 0: mark } = match;
      if (mark === "$$") {
        yield { kind: "escape", start, end: start + 2, value: "$" };
        continue;
      }
      const bracket = mark === "$(" ? "(" : mark === "${" ? "{" : undefined;
      const end = bracket === undefined ? start + 2 : endOf(found.lastIndex, bracket);
      if (end === undefined) continue;
      yield { kind: "expression", start, end };
      found.lastIndex = end;
    }
  },
  escape: (text) => text.replaceAll("$", "$$$$"),
};
