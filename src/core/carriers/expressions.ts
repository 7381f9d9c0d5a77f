import type { Span } from "../text/span.ts";
import { type DialectId, dialects, type Token } from "./dialect.ts";
import { type Layer, LayerBuilder } from "./layer.ts";
import type { Placeholders } from "./placeholders.ts";

/** A text with placeholders for what its tool will replace. */
export interface DialectLayer {
  readonly layer: Layer;
  /** Where a part of the text depends on a statement, or is an expression alone on its line. */
  readonly structure: readonly Span[];
}

/**
 * Reads a text as its tool does: what the tool replaces becomes placeholders, statements become spaces, and escapes what
 * they mean. The layer of a text of which it changes nothing is needed too: what is written there has to be escaped.
 */
export function readDialect(text: string, id: DialectId, placeholders: Placeholders): DialectLayer {
  const dialect = dialects[id];
  return readTokens(text, dialect.tokens(text), { dialect: id, placeholders, encode: dialect.escape });
}

/** How tokens are read that were found already. */
export interface TokenReading {
  /** The dialect of its expressions. */
  readonly dialect: DialectId;
  readonly placeholders: Placeholders;
  /** How a new text is written; left out for what can only be read. */
  readonly encode?: ((text: string) => string | undefined) | undefined;
  /** The part of the text that is read; all of it by default. */
  readonly span?: Span;
}

/** Reads a part of a text with the tokens in it. */
export function readTokens(
  text: string,
  tokens: Iterable<Token>,
  { dialect: id, placeholders, encode, span = { start: 0, end: text.length } }: TokenReading,
): DialectLayer {
  const builder = new LayerBuilder(text);
  const known = new Set<string>();
  const statements: Span[] = [];
  const structure: Span[] = [];
  const put = (read: string, { start, end }: Span): void => {
    structure.push({ start: builder.length, end: builder.length + read.length });
    builder.put(read, start, end);
  };
  let position = span.start;
  let numbered = true;
  for (const token of tokens) {
    const { start, end } = token;
    const source = text.slice(start, end);
    const line = lineOf(text, token);
    if (token.kind === "statement" && line !== undefined) {
      statements.push(line);
      builder.keep(position, line.start);
      // As spaces it would be a line of a block before it.
      put(source.replace(/[^\r\n]/g, ""), line);
      position = line.end;
      continue;
    }
    builder.keep(position, start);
    position = end;
    if (token.kind === "escape") builder.put(token.value, start, end);
    else if (token.kind === "statement") {
      statements.push({ start, end });
      put(source.replace(/[^\r\n]/g, " "), token);
    } else {
      const placeholder = placeholders.for(source, id);
      numbered &&= placeholder !== undefined;
      if (placeholder !== undefined) known.add(placeholder);
      const read = placeholder ?? "x".repeat(source.length);
      if (line === undefined) builder.put(read, start, end);
      else put(read, token);
    }
  }
  builder.keep(position, span.end);
  const writing =
    encode === undefined || !numbered
      ? undefined
      : { prefix: "", encode: (written: string) => placeholders.encoded(written, known, encode) };
  const layer = builder.build(writing, statements);
  return { layer, structure };
}

/** The lines of a token without their last line end, if nothing but spaces is beside it on them. */
function lineOf(text: string, span: Span): Span | undefined {
  let { start, end } = span;
  while (text[start - 1] === " " || text[start - 1] === "\t") start--;
  while (text[end] === " " || text[end] === "\t" || (text[end] === "\r" && text[end + 1] === "\n")) end++;
  const isAlone = (start === 0 || text[start - 1] === "\n") && (end === text.length || text[end] === "\n");
  return isAlone ? { start, end: text[end - 1] === "\r" ? end - 1 : end } : undefined;
}
