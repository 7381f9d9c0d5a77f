import { type Dialect, dialects, type Token } from "./dialect.ts";
import { type DialectLayer, readTokens } from "./expressions.ts";
import type { Placeholders } from "./placeholders.ts";
import type { Word, WordPart } from "./shellCommands.ts";

/**
 * The text of words, as a shell hands it on. It can be edited if it is one string in quotes of one kind. A line break at its
 * start is left out.
 *
 * @param joint what is between the words
 */
export function wordsLayer(
  text: string,
  words: readonly Word[],
  placeholders: Placeholders,
  joint = " ",
): DialectLayer | undefined {
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const [only] = words.length === 1 && first.parts.length === 1 ? first.parts : [];
  const span = only === undefined || only.quoting === "none" ? { start: first.start, end: last.end } : { ...only };
  const tokens = words.flatMap((word, index) => {
    const next = words[index + 1];
    const gap = next && { start: word.end, end: next.start };
    const between: readonly Token[] = gap === undefined ? [] : [{ kind: "escape", value: joint, ...gap }];
    return [...word.parts.flatMap((part) => partTokens(text, part)), ...between];
  });
  const inside = tokens.filter(({ start, end }) => start >= span.start && end <= span.end);
  const content = span === undefined ? "" : text.slice(span.start, span.end);
  const blank = only === undefined ? 0 : (/^\r?\n/.exec(content)?.[0].length ?? 0);
  return readTokens(text, inside, {
    dialect: "quotes",
    placeholders,
    encode: words.length === 1 ? escapeOf(text, first.parts) : undefined,
    span: { start: span.start + blank, end: span.end },
  });
}

/** The tokens of a part, its quotes included: they leave nothing. */
function partTokens(text: string, { quoting, start, end }: WordPart): readonly Token[] {
  if (quoting === "none") return [...tokensOf(text, start, end, bare)];
  const inside =
    quoting === "single" ? [] : [...tokensOf(text, start, end, quoting === "double" ? dialects.quotes : ansi)];
  const opening = quoting === "ansi" || text[start - 2] === "$" ? 2 : 1;
  const before: Token = { kind: "escape", value: "", start: start - opening, end: start };
  const after: readonly Token[] = end < text.length ? [{ kind: "escape", value: "", start: end, end: end + 1 }] : [];
  return [before, ...inside, ...after];
}

function* tokensOf(text: string, start: number, end: number, { tokens }: Pick<Dialect, "tokens">): Iterable<Token> {
  for (const token of tokens(text.slice(start, end)))
    yield { ...token, start: start + token.start, end: start + token.end };
}

/** Outside of quotes, a backslash takes any character as it is. */
const bare: Pick<Dialect, "tokens"> = {
  *tokens(text) {
    let position = 0;
    for (const { index, 0: found, 1: char = "" } of text.matchAll(/\\(\r?\n|[\s\S])/g)) {
      for (const token of dialects.heredoc.tokens(text.slice(position, index)))
        yield { ...token, start: position + token.start, end: position + token.end };
      position = index + found.length;
      yield { kind: "escape", value: char.endsWith("\n") ? "" : char, start: index, end: position };
    }
    for (const token of dialects.heredoc.tokens(text.slice(position)))
      yield { ...token, start: position + token.start, end: position + token.end };
  },
};

const controls: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  E: "\x1b",
  f: "\f",
  v: "\v",
};

/** The escapes of `$'…'`: https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html. */
const ansi: Pick<Dialect, "tokens"> = { tokens: (text) => escapesIn(text, /\\([0-7]{1,3}|x[\da-fA-F]{1,2}|[^0-9x])/g) };

function* escapesIn(text: string, pattern: RegExp): Iterable<Token> {
  for (const { index, 0: found, 1: mark = "" } of text.matchAll(pattern)) {
    const code = /^x/.test(mark) ? Number.parseInt(mark.slice(1), 16) : Number.parseInt(mark, 8);
    const value = Number.isNaN(code) ? (controls[mark] ?? mark) : String.fromCharCode(code);
    yield { kind: "escape", value, start: index, end: index + found.length };
  }
}

function escapeOf(text: string, parts: readonly WordPart[]): ((written: string) => string) | undefined {
  const quoted = parts.filter(({ quoting, start, end }) => quoting !== "none" || !/^\\'$/.test(text.slice(start, end)));
  const kinds = new Set(quoted.map(({ quoting }) => quoting));
  if (kinds.size !== 1) return undefined;
  if (kinds.has("single")) return (written) => written.replaceAll("'", "'\\''");
  return kinds.has("double") && parts.length === 1
    ? (dialects.quotes.escape as (written: string) => string)
    : undefined;
}

/** What `echo` and `printf` make of backslashes and, for `printf`, of `%`. */
export function printedLayer(text: string, command: "echo" | "printf", placeholders: Placeholders): DialectLayer {
  const tokens = command === "echo" ? echoTokens(text) : formatTokens(text);
  const oneLine = !text.includes("\n");
  return readTokens(text, tokens, {
    dialect: "quotes",
    placeholders,
    encode: (written) => {
      const escaped = written.replaceAll("\\", "\\\\");
      const lines = oneLine ? escaped.replaceAll("\n", "\\n") : escaped;
      return command === "printf" ? lines.replaceAll("%", "%%") : lines;
    },
  });
}

/** The text of an `echo` that is the same in all shells. No edit may add a backslash: they do not agree on those. */
export function echoedLayer(text: string, placeholders: Placeholders): DialectLayer {
  const encode = (written: string): string | undefined => (written.includes("\\") ? undefined : written);
  return readTokens(text, [], { dialect: "quotes", placeholders, encode });
}

/** https://pubs.opengroup.org/onlinepubs/9799919799/utilities/echo.html#tag_20_37_05. */
function echoTokens(text: string): Iterable<Token> {
  return escapesIn(text, /\\(0[0-7]{1,3}|[ntrabefv\\])/g);
}

/** https://pubs.opengroup.org/onlinepubs/9799919799/utilities/printf.html#tag_20_98_13. */
function* formatTokens(text: string): Iterable<Token> {
  for (const { index, 0: found } of text.matchAll(
    /%%|%[-+ #0]{0,5}\d{0,5}(?:\.\d{1,5})?[a-zA-Z]|\\(?:[0-7]{1,3}|[^0-7])/g,
  )) {
    const place = { start: index, end: index + found.length };
    if (found === "%%") yield { kind: "escape", value: "%", ...place };
    else if (found.startsWith("%")) yield { kind: "expression", ...place };
    else {
      const code = Number.parseInt(found.slice(1), 8);
      const mark = found.slice(1);
      yield {
        kind: "escape",
        value: Number.isNaN(code)
          ? (controls[mark] ?? (/["'\\]/.test(mark) ? mark : found))
          : String.fromCharCode(code),
        ...place,
      };
    }
  }
}
