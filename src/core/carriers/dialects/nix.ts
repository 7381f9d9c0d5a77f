import type { Dialect, Token } from "../dialect.ts";
import { someFailures } from "./failures.ts";
import { nixExpressionEnd, nixMarkWidth } from "./nixSyntax.ts";

const controls: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

export const nixDialect: Dialect = {
  *tokens(text): Iterable<Token> {
    const mark = /[$']/g;
    const failures = someFailures();
    for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
      const { index: start } = found;
      const after = start + nixMarkWidth(text, start);
      mark.lastIndex = after;
      const written = text.slice(start, after);
      if (written === "${") {
        const end = nixExpressionEnd(text, after, failures);
        if (end === undefined) continue;
        yield { kind: "expression", start, end };
        mark.lastIndex = end;
      } else if (written.startsWith("''")) {
        const value = escaped(written.slice(2));
        if (value !== undefined) yield { kind: "escape", start, end: after, value };
      }
    }
  },
  escape: (text) => text.replace(/''/g, "'''").replace(/\$(?=\{)/g, "''$"),
};

/** What is read for what follows `''`; `undefined` for the end of the string, which is not in it. */
function escaped(written: string): string | undefined {
  if (written === "'") return "''";
  if (written === "$") return "$";
  const letter = written.slice(1);
  return letter === "" ? undefined : (controls[letter] ?? letter);
}
