import { expressionsIn } from "../../text/expressions.ts";
import type { Dialect, Token } from "../dialect.ts";

/** Of Go templates, what begins or ends a part, and comments; of Ansible, what makes comments. */
const statement =
  /^\{\{(?:-?\s*(?:\/\*|(?:if|else|end|range|with|define|block|break|continue)\b|\$\w+\s*:?=)|[^|]*\|\s*comment\b)/;
/** Between these, Jinja reads nothing: https://jinja.palletsprojects.com/en/stable/templates/#escaping. */
const raw = /^\{%\+?\s*raw\s*\+?%\}$/;
const rawEnd = /\{%\+?\s*endraw\s*\+?%\}/g;

export const bracesDialect: Dialect = {
  *tokens(text): Iterable<Token> {
    if (!text.includes("{{") && !text.includes("{%") && !text.includes("{#")) return;
    const next = expressionsIn(text, /\{[{%#]/g);
    let mayEnd = true;
    let from = 0;
    for (let span = next(from); span !== undefined; span = next(from)) {
      const { start, end } = span;
      const found = text.slice(start, end);
      from = end;
      const last = mayEnd && raw.test(found) ? rawEndAfter(text, end) : undefined;
      if (last !== undefined) {
        yield { kind: "escape", start, end, value: "" };
        yield { kind: "escape", start: last.index, end: last.index + last[0].length, value: "" };
        from = last.index + last[0].length;
        continue;
      }
      if (raw.test(found)) mayEnd = false;
      const kind = found.startsWith("{{") && !statement.test(found) ? "expression" : "statement";
      yield { kind, start, end };
    }
  },
  escape: (text) => (/\{[{%#]/.test(text) ? undefined : text),
};

function rawEndAfter(text: string, start: number): RegExpExecArray | undefined {
  const search = new RegExp(rawEnd);
  search.lastIndex = start;
  return search.exec(text) ?? undefined;
}
