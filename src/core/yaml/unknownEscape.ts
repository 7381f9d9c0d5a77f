import { parseFirstDocument } from "./parser.ts";
import { escapeLengths, escapes } from "./quotedScalars.ts";
import { sourceOf } from "./source.ts";

/** A text between double quotes on one line, with backslashes in it that yaml.v2 does not know. */
export interface UnknownEscapes {
  /** The offset after the closing quote. */
  readonly end: number;
  /** The text that is left when such backslashes are taken out, known escapes read as what they are. */
  readonly dropped: string;
  /** The text in which such backslashes are characters of their own. */
  readonly kept: string;
  /** Which of the two was meant. */
  readonly meant: "dropped" | "kept";
  /** True if that is certain: JSON's `\/` and a shell's `\$` stand for the character after the backslash. */
  readonly certain: boolean;
}

const quoted = /"(?:[^"\\\r\n]|\\[^\r\n])*"(?=[ \t]*(?:[#,:}\]\r\n]|$))/y;

/**
 * Reads a double-quoted text that yaml.v2 refuses with "found unknown escape character", as `"a\$b"`.
 *
 * @param start offset of the opening quote
 * @returns `undefined` if there is no such string, or if it has other faults too
 */
export function unknownEscapes(text: string, start: number): UnknownEscapes | undefined {
  if (text[start] !== '"') return undefined;
  quoted.lastIndex = start;
  const source = quoted.exec(text)?.[0];
  if (source === undefined) return undefined;
  const unknown = new Set<string>();
  /** The string up to each unknown escape, without its backslash. */
  const parts: string[] = [];
  let from = 0;
  for (let at = source.indexOf("\\"); at >= 0; at = source.indexOf("\\", at + 2)) {
    const char = source[at + 1] ?? "";
    if (Object.hasOwn(escapes, char) || Object.hasOwn(escapeLengths, char)) continue;
    unknown.add(char);
    parts.push(source.slice(from, at));
    from = at + 1;
  }
  if (unknown.size === 0) return undefined;
  parts.push(source.slice(from));
  const read = (put: string): string | undefined => {
    const { failure, root } = parseFirstDocument(sourceOf(parts.join(put)));
    return !failure && root?.kind === "scalar" ? root.value : undefined;
  };
  const dropped = read("");
  const kept = read("\\\\");
  if (dropped === undefined || kept === undefined) return undefined;
  const chars = [...unknown];
  return {
    end: start + source.length,
    dropped,
    kept,
    meant: chars.some((char) => /[A-Za-z0-9]/.test(char)) ? "kept" : "dropped",
    certain: chars.every((char) => char === "/" || char === "$"),
  };
}
