import type { Span } from "../../text/span.ts";
import type { Dialect, Token } from "../dialect.ts";
import { someFailures } from "./failures.ts";
import { hclExpressionEnd } from "./hclSyntax.ts";

const opening = /\$\$\{|%%\{|\$\{|%\{/g;

export const terraformDialect: Dialect = {
  *tokens(text): Iterable<Token> {
    for (const token of templateParts(text))
      yield token.kind === "expression" ? { ...token, ...trimmed(text, token) } : token;
  },
  escape: (text) => text.replace(/\$(?=\{)|%(?=\{)/g, "$&$&"),
};

/** What HCL does not read literally in a template. */
export function* templateParts(text: string): Iterable<Token> {
  const found = new RegExp(opening);
  const failures = someFailures();
  for (let match = found.exec(text); match !== null; match = found.exec(text)) {
    const { index: start, 0: mark } = match;
    if (mark.length === 3) {
      yield { kind: "escape", start, end: start + 3, value: mark.slice(1) };
      continue;
    }
    const end = hclExpressionEnd(text, found.lastIndex, failures);
    if (end === undefined) continue;
    yield { kind: mark === "%{" ? "statement" : "expression", start, end };
    found.lastIndex = end;
  }
}

/** An expression with what it takes away: with `~`, spaces before it, and those after it with a line end. */
function trimmed(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  if (text[start + 2] === "~") while (from > 0 && isSpace(text[from - 1])) from--;
  if (text[end - 2] !== "~") return { start: from, end };
  while (isSpace(text[to]) || text[to] === "\r") to++;
  return { start: from, end: text[to] === "\n" ? to + 1 : to };
}

function isSpace(char: string | undefined): boolean {
  return char === " " || char === "\t";
}
