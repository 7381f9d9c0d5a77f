import { LayerBuilder } from "./layer.ts";
import { type Found, type Scope, within } from "./scan.ts";

/** A fenced block of code: https://spec.commonmark.org/0.31.2/#fenced-code-blocks. */
const fence = /^([ \t]{0,12}(?:> ?)?)(`{3,}|~{3,})[^`\n]*\n/gm;

/** Finds the commands of a document that write a registries.yaml, in its blocks of code. */
export function* markdownRegions(scope: Scope): Iterable<Found> {
  const { text } = scope;
  const search = new RegExp(fence);
  for (let opening = search.exec(text); opening !== null; opening = search.exec(text)) {
    const start = search.lastIndex;
    const end = closingFence(text, start, opening[2] ?? "");
    search.lastIndex = end;
    if (!/registries\.ya?ml/.test(text.slice(start, end))) continue;
    const layer = new LayerBuilder(text).keep(start, end).build({ prefix: "", encode: (written) => written });
    yield { inner: { ...within(scope, layer), example: true }, kind: "shell" };
  }
}

/** Where the line of the closing fence starts; the end of the text if there is none. */
function closingFence(text: string, start: number, mark: string): number {
  for (let at = start; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const line = text.slice(at, newline < 0 ? text.length : Math.min(newline, at + 200)).trim();
    if (line.startsWith(mark) && line.replaceAll(mark[0] ?? "", "") === "") return at;
    if (newline < 0) break;
    at = newline + 1;
  }
  return text.length;
}
