import { LayerBuilder } from "./layer.ts";
import { type Found, inDialect, type Scope, within } from "./scan.ts";

/** Takes the recipes of a makefile for a script: without the tab that starts their lines, and with `$$` as `$`. */
export function* makeRegions(scope: Scope): Iterable<Found> {
  const { text } = scope;
  const builder = new LayerBuilder(text);
  // https://www.gnu.org/software/make/manual/html_node/One-Shell.html; what indents a line goes too.
  const own = /^\.ONESHELL[ \t]*:/m.test(text) ? /^\t[ \t@+-]*/ : /^\t[@+-]{0,3}/;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline + 1;
    // A line break leaves a recipe that goes on for the shell; `@` and `-` are not for it.
    builder.keep(start + (own.exec(text.slice(start, Math.min(end, start + 200)))?.[0].length ?? 0), end);
    start = end;
  }
  const inner = within(scope, builder.build({ prefix: "\t", encode: (written) => written }));
  yield { inner: inDialect(inner, "make"), kind: "shell" };
}
