import type { Dialect, Token } from "../dialect.ts";

/** The name in braces is bounded, since a text of many openings would be searched to its end from each. */
const compose = /\$(?:\$|\{[^}\n]{0,500}\}|[A-Za-z_]\w*)/g;

/** Go's `os.Expand`: a name of one special character or digit, one of letters, digits and underscores, or any in braces. */
const environment = /\$(?:\{|[*#$@!?\-0-9]|[A-Za-z_]\w*)/g;

export const environmentDialect: Dialect = {
  *tokens(text) {
    const search = new RegExp(environment);
    const lastBrace = text.lastIndexOf("}");
    for (let found = search.exec(text); found !== null; found = search.exec(text)) {
      const { index: start, 0: written } = found;
      let end = start + written.length;
      // A name in braces may have line feeds. Without a closing brace in all of the text, Go takes away the opening.
      if (written === "${" && end <= lastBrace) end = text.indexOf("}", end) + 1;
      yield { kind: "expression", start, end };
      search.lastIndex = end;
    }
  },
  // There is no way to write a `$` that would be taken for a name.
  escape: (text) => (text.search(environment) < 0 ? text : undefined),
};

export const composeDialect: Dialect = {
  *tokens(text) {
    for (const found of text.matchAll(compose)) {
      const token = expression(found);
      yield found[0] === "$$" ? { ...token, kind: "escape", value: "$" } : token;
    }
  },
  escape: (text) => text.replaceAll("$", "$$$$"),
};

function expression({ index, 0: found }: RegExpExecArray): Token {
  return { kind: "expression", start: index, end: index + found.length };
}
