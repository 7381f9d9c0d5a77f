import type { Dialect, Token } from "../dialect.ts";

/** As Go takes names: one special character or digit, or letters, digits and underscores. */
const environment = /\$(?:\{[^}\n]*\}|[*#$@!?\-0-9]|[A-Za-z_]\w*)/g;
const compose = /\$(?:\$|\{[^}\n]*\}|[A-Za-z_]\w*)/g;

export const environmentDialect: Dialect = {
  *tokens(text) {
    for (const found of text.matchAll(environment)) yield expression(found);
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
