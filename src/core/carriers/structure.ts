import { partitionPoint } from "../text/partitionPoint.ts";
import type { Span } from "../text/span.ts";
import type { Layer } from "./layer.ts";

/** Where statements, and expressions alone on a line, decide what is in a text that was taken out of a file. */
export interface Structure {
  /** How many layers lead from the file to the text. */
  readonly depth: number;
  /** Places of the text, in order. A statement that leaves nothing of itself is an empty one. */
  readonly spans: readonly Span[];
}

/** A text that was taken out of a file, and what decides what is in it and around it. */
export interface Structured {
  readonly text: string;
  /** How it was taken out, from the whole file inwards. */
  readonly layers: readonly Layer[];
  readonly structure: readonly Structure[];
}

/** True if a part of a text depends on a statement, or has an expression alone on its line. */
export function isStructural({ layers, structure }: Structured, span: Span): boolean {
  return structure.some(({ depth, spans }) => {
    const { start, end } = layers.slice(depth).reduceRight<Span>((inner, layer) => layer.outerSpan(inner), span);
    const first = spans[partitionPoint(spans, (one) => one.end <= start && one.start < start)];
    return first !== undefined && first.start < end;
  });
}

/** A text all of which depends on what is not known here. */
export function whollyStructural<S extends Structured>(scope: S): S {
  const all = { depth: scope.layers.length, spans: [{ start: 0, end: scope.text.length }] };
  return { ...scope, structure: [...scope.structure, all] };
}
