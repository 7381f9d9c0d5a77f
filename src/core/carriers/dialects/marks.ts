import type { Dialect } from "../dialect.ts";

const mark =
  /@\w{1,100}@|%\w{1,100}%|<[\w-]{1,100}>|\$\{\w{1,100}\}|\{\{?[\w. ]{1,100}\}?\}|\b_{2}[A-Za-z]\w{0,100}|\b[A-Z][A-Z0-9]{0,40}_\w{1,100}|\b[A-Z]{4,100}\b/g;

/** Names that a filter such as `sed` may replace: nothing says which it does. */
export const marksDialect: Dialect = {
  *tokens(text) {
    for (const { index, 0: found } of text.matchAll(mark))
      yield { kind: "expression", start: index, end: index + found.length };
  },
  escape: (text) => (text.search(mark) < 0 ? text : undefined),
};
