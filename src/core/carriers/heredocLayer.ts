import type { Heredoc } from "./heredocs.ts";
import { type Layer, LayerBuilder } from "./layer.ts";
import { blockLayer } from "./scalarLayer.ts";

/** The lines of a here-document as they are handed on, before anything in them is replaced. */
export function heredocLayer(text: string, { body: { start, end }, strip }: Heredoc): Layer {
  if (strip === "tabs") return tabsLayer(text, start, end);
  return blockLayer(text, start, end, { indent: strip === "none" ? 0 : commonIndentation(text.slice(start, end)) });
}

/** How many spaces all lines start with that are not empty. */
export function commonIndentation(lines: string): number {
  let common = Number.POSITIVE_INFINITY;
  for (const [spaces] of lines.matchAll(/^ *(?=[^ \r\n])/gm)) common = Math.min(common, spaces.length);
  return common === Number.POSITIVE_INFINITY ? 0 : common;
}

/** Lines without their leading tabs. An edit adds those of the first line. */
function tabsLayer(text: string, start: number, end: number): Layer {
  const builder = new LayerBuilder(text);
  for (let at = start; at < end; ) {
    const newline = text.indexOf("\n", at);
    const stop = newline < 0 || newline >= end ? end : newline + 1;
    let from = at;
    while (from < stop && text[from] === "\t") from++;
    builder.keep(from, stop);
    at = stop;
  }
  const prefix = /^\t*/.exec(text.slice(start, end))?.[0] ?? "";
  return builder.build({ prefix, encode: (written) => (/^\t/m.test(written) ? undefined : written) });
}
