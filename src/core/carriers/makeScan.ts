import { LayerBuilder } from "./layer.ts";
import { type Found, inDialect, type Scope, within } from "./scan.ts";

/** Takes the recipes of a makefile for a script: without the tab that starts their lines, and with `$$` as `$`. */
export function* makeRegions(scope: Scope): Iterable<Found> {
  const { text } = scope;
  const builder = new LayerBuilder(text);
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline + 1;
    // A line break leaves a recipe that goes on for the shell; `@` and `-` are not for it.
    const own = /^\t[@+-]{0,3}/.exec(text.slice(start, start + 4))?.[0].length ?? 0;
    if (own === 0 && text[start] === "\t") builder.keep(start + 1, end);
    else builder.keep(start + own, end);
    start = end;
  }
  const inner = within(scope, builder.build({ prefix: "\t", encode: (written) => written }));
  yield { inner: inDialect(inner, "make"), kind: "shell" };
}
