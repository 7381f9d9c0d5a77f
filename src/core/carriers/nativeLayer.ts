import type { OtherMap } from "../yaml/otherYaml.ts";
import { type Layer, LayerBuilder } from "./layer.ts";
import { blockLayer } from "./scalarLayer.ts";

/** A map of another file as a text of its own: its lines without the indentation of its keys. */
export function nativeLayer(text: string, { start, end, flow }: OtherMap): Layer {
  if (flow) {
    const encode = (written: string): string | undefined => (/[\r\n]/.test(written) ? undefined : written);
    return new LayerBuilder(text).keep(start, end).build({ prefix: "", encode });
  }
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(lineStart, start);
  // After a dash, the first line is not indented by spaces alone.
  if (before.trim() !== "") return new LayerBuilder(text).keep(start, end).build();
  return blockLayer(text, lineStart, end, { indent: before.length });
}
