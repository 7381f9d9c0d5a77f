import { doubleQuoted } from "../yaml/scalar.ts";

/** What some reader of YAML refuses in a block string, or takes as a line end: PyYAML reads YAML 1.1 strictly. */
const unprintable =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Writes a text as a block string of YAML, from its `|` on, with a line end at its end.
 *
 * @param indent how many spaces its lines get: two more than its key
 * @returns `undefined` if a block string can't contain it
 */
export function blockText(text: string, indent: number): string | undefined {
  if (unprintable.test(text) || text.trim() === "") return undefined;
  const isEnded = text.endsWith("\n");
  const chomping = !isEnded ? "-" : text.endsWith("\n\n") ? "+" : "";
  const first = /^\n* /.test(text) ? "2" : "";
  return `|${first}${chomping}\n${indented(text, indent)}${isEnded ? "" : "\n"}`;
}

/** Writes a text as a string in double quotes, without what template engines look for. */
export function quotedText(text: string): string {
  return `${doubleQuoted(text).replace(/\{(?=[{%#])/g, "\\u007b")}\n`;
}

/** Puts spaces before each line but empty ones. */
export function indented(text: string, indent: number): string {
  return text.replace(/^(?=[^\n])/gm, " ".repeat(indent));
}
