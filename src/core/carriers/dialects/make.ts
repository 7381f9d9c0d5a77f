import type { Dialect } from "../dialect.ts";
import { shellTokens } from "./heredoc.ts";

/** The recipes of a makefile: `$$` is a `$`, and all else with one is a variable. */
export const makeDialect: Dialect = {
  tokens: (text) => shellTokens(text, /\$(?:(\$)|[({]|[^\s$({])/g),
  escape: (text) => text.replaceAll("$", "$$$$"),
};
