import type { OtherMap } from "../yaml/otherYaml.ts";
import { type Layer, LayerBuilder } from "./layer.ts";
import { blockLayer } from "./scalarLayer.ts";

/** A map of another file as a text of its own: its lines without the indentation of its keys, with comments above. */
export function nativeLayer(text: string, { start, end, flow }: OtherMap): Layer {
  if (flow) {
    const encode = (written: string): string | undefined => (/[\r\n]/.test(written) ? undefined : written);
    return new LayerBuilder(text).keep(start, end).build({ prefix: "", encode });
  }
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(lineStart, start);
  // After a dash, the first line is not indented by spaces alone.
  if (before.trim() !== "") return new LayerBuilder(text).keep(start, end).build();
  return blockLayer(text, withComments(text, lineStart, before), end, { indent: before.length });
}

/** Where the comments right above a map start that are indented as its keys are: they may disable rules. */
function withComments(text: string, lineStart: number, indent: string): number {
  let start = lineStart;
  while (indent !== "" && start > 0) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    if (!text.startsWith(`${indent}#`, above)) break;
    start = above;
  }
  return start;
}
