import type { Span } from "../text/span.ts";

/** What is being written at an offset of a registries.yaml, as far as the text around it tells. */
export interface CompletionSite {
  /** A key of a map, the value of a key, or an item of a list. */
  readonly kind: "key" | "value" | "item";
  /** The keys above, as they are written; of a value and an item with the key that they belong to. */
  readonly path: readonly string[];
  /** The text that is replaced; on one line, and the offset is in it. */
  readonly span: Span;
  /** The other keys of the same map. */
  readonly present: readonly string[];
  /** The text before the new one: a space after a colon, or the dash of an item. */
  readonly lead: string;
  /** Whether the colon of the key is there already. */
  readonly colon: boolean;
  /** What closes quotes that are open, to be written after the new text. */
  readonly close: string;
  /** Whether the map or list of the key is below it already. */
  readonly filled: boolean;
  /** Where the colon before an empty value ends; lines of its own can follow there. */
  readonly colonEnd: number | undefined;
  /** Whether it stands in braces or brackets. */
  readonly flow: boolean;
  /** Whether it stands in quotes that are there already. */
  readonly quoted: boolean;
}

/** What a site has none of, if nothing else is said. */
export const plainSite = {
  lead: "",
  colon: false,
  close: "",
  filled: false,
  colonEnd: undefined,
  flow: false,
  quoted: false,
} as const;
