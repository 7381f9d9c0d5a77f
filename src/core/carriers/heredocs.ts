import type { Span } from "../text/span.ts";

/** A here-document: lines of a text that are the input of a command, or a string of HCL or Ruby. */
export interface Heredoc {
  /** The line with the operator, and those that it continues. */
  readonly command: Span;
  /** Where the operator is in the text. */
  readonly operator: Span;
  /** What is taken off the lines: nothing, leading tabs, or the indentation that all have. */
  readonly strip: "none" | "tabs" | "indentation";
  /** True if the delimiter is quoted, so that nothing in the body is replaced. */
  readonly quoted: boolean;
  /** The lines between the command and the delimiter. */
  readonly body: Span;
  /** False if the text ends before the delimiter. */
  readonly closed: boolean;
}

/** Whose here-documents they are. */
export type HeredocLanguage = "shell" | "terraform" | "ruby";

const operator = /(?<![<\w])<<([-~]?)[ \t]*(?:(["'])([^"'\n]{1,100})\2|(\\)?([A-Za-z_]\w{0,100}))/g;

/**
 * Finds the here-documents of a text, in order; those inside of another are part of its body.
 *
 * Shells: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_07_04.
 * HCL: https://developer.hashicorp.com/terraform/language/expressions/strings#heredoc-strings.
 */
export function* heredocsIn(text: string, language: HeredocLanguage): Iterable<Heredoc> {
  const search = new RegExp(operator);
  for (let found = search.exec(text); found !== null; found = search.exec(text)) {
    const { index, 0: written } = found;
    const [, mark, , quotedWord, backslash, plainWord] = found;
    const word = quotedWord ?? plainWord ?? "";
    const lineStart = text.lastIndexOf("\n", index - 1) + 1;
    if (isComment(text.slice(lineStart, index), language)) continue;
    const newline = text.indexOf("\n", index);
    if (newline < 0) return;
    const strip = mark === "" ? "none" : language === "shell" ? "tabs" : "indentation";
    const { start, end, next } = bodyOf(text, newline + 1, word, mark !== "" || language === "terraform", strip);
    yield {
      command: { start: continuedFrom(text, lineStart), end: newline },
      operator: { start: index, end: index + written.length },
      strip,
      quoted: language !== "terraform" && (quotedWord !== undefined || backslash !== undefined),
      body: { start, end },
      closed: next !== undefined,
    };
    search.lastIndex = next ?? end;
  }
}

function isComment(before: string, language: HeredocLanguage): boolean {
  return language === "terraform" ? /^\s*(?:#|\/\/)/.test(before) : /^\s*#/.test(before);
}

/** Where the lines start that end in a backslash before this one. */
function continuedFrom(text: string, lineStart: number): number {
  let start = lineStart;
  for (let count = 0; count < 20 && start > 1 && text[start - 1] === "\n" && text[start - 2] === "\\"; count++)
    start = text.lastIndexOf("\n", start - 2) + 1;
  return start;
}

/** @param indented whether the delimiter may be indented */
function bodyOf(
  text: string,
  start: number,
  word: string,
  indented: boolean,
  strip: Heredoc["strip"],
): Span & { readonly next: number | undefined } {
  for (let at = start; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const stop = newline < 0 ? text.length : newline;
    const line = text.slice(at, Math.min(stop, at + word.length + 200)).replace(/\r$/, "");
    const bare = !indented ? line : strip === "tabs" ? line.replace(/^\t+/, "") : line.trim();
    if (bare === word) return { start, end: at, next: stop };
    at = stop + 1;
  }
  return { start, end: text.length, next: undefined };
}
