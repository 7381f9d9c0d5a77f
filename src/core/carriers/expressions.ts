import type { Span } from "../text/span.ts";
import { type DialectId, dialects, type Token } from "./dialect.ts";
import { type Layer, LayerBuilder } from "./layer.ts";
import type { Placeholders } from "./placeholders.ts";

/** A text with placeholders for what its tool will replace. */
export interface DialectLayer {
  readonly layer: Layer;
  /** True if a part of the text depends on a statement, or is an expression alone on its line. */
  readonly structural: boolean;
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
  let structural = false;
  let position = span.start;
  let numbered = true;
  for (const token of tokens) {
    const { start, end } = token;
    const source = text.slice(start, end);
    const line = lineOf(text, token);
    if (token.kind === "statement" && line !== undefined) {
      structural = true;
      statements.push(line);
      // As spaces it would be a line of a block before it.
      builder.keep(position, line.start).put(source.replace(/[^\r\n]/g, ""), line.start, line.end);
      position = line.end;
      continue;
    }
    builder.keep(position, start);
    position = end;
    if (token.kind === "escape") builder.put(token.value, start, end);
    else if (token.kind === "statement") {
      structural = true;
      statements.push({ start, end });
      builder.put(source.replace(/[^\r\n]/g, " "), start, end);
    } else {
      const placeholder = placeholders.for(source, id);
      numbered &&= placeholder !== undefined;
      structural ||= line !== undefined;
      if (placeholder !== undefined) known.add(placeholder);
      builder.put(placeholder ?? "x".repeat(source.length), start, end);
    }
  }
  builder.keep(position, span.end);
  const writing =
    encode === undefined || !numbered
      ? undefined
      : { prefix: "", encode: (written: string) => placeholders.encoded(written, known, encode) };
  const layer = builder.build(writing, statements);
  return { layer, structural };
}

/** The lines of a token without their last line end, if nothing but spaces is beside it on them. */
function lineOf(text: string, span: Span): Span | undefined {
  let { start, end } = span;
  while (text[start - 1] === " " || text[start - 1] === "\t") start--;
  while (text[end] === " " || text[end] === "\t" || (text[end] === "\r" && text[end + 1] === "\n")) end++;
  const isAlone = (start === 0 || text[start - 1] === "\n") && (end === text.length || text[end] === "\n");
  return isAlone ? { start, end: text[end - 1] === "\r" ? end - 1 : end } : undefined;
}
