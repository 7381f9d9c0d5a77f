import type { Dialect } from "../dialect.ts";
import { shellTokens } from "./heredoc.ts";

const controls: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  s: " ",
  r: "\r",
  e: "\x1b",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
};

/** A here-document of Ruby whose delimiter is not in single quotes. */
export const rubyDialect: Dialect = {
  tokens: (text) =>
    shellTokens(text, /\\(\r?\n|[^\r\n])|#\{|#(?:\$|@@?)[A-Za-z_]\w*/g, (char) => controls[char] ?? char),
  escape: (text) => text.replace(/\\|#(?=[{$@])/g, "\\$&"),
};
