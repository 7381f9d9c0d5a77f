import type { Span } from "../text/span.ts";
import { yamlFaults } from "./otherFault.ts";
import type { Failure } from "./parser.ts";
import { bracketKeyAt, starKeyAt } from "./unquotedKey.ts";

/** A fault for which yaml.v2, and so k3s, refuses the whole file. */
export interface SyntaxProblem {
  readonly span: Span;
  /** What is wrong, as a sentence without a full stop. */
  readonly fault: string;
  /** What k3s logs, without anything that may be part of a secret. */
  readonly logged: string;
  /** The text in which the problem is: the document's, with values left out that break it in their own way. */
  readonly seen: string;
}

/** The messages of yaml.v2 in words that need no YAML grammar. The first that matches applies. */
const faults: readonly (readonly [RegExp, string])[] = [
  [/control characters/, "An invisible control character is not allowed in YAML"],
  [/UTF-8|UTF-16|Unicode character$|surrogate/, "The file is not valid UTF-8 from here on"],
  [/tab character/, yamlFaults.tab],
  [/unknown escape character/, yamlFaults.escape],
  [/hexdecimal number|Unicode character escape/, "A backslash escape in double quotes is not complete"],
  [/unexpected end of stream/, "A quote is opened here and never closed"],
  [/unexpected document indicator/, 'A quote is opened here and not closed before "---" or "..."'],
  [/unknown anchor/, yamlFaults.alias],
  [/alphabetic or numeric/, 'The name after "*" or "&" is missing or contains a character that is not allowed'],
  [/mapping values are not allowed/, yamlFaults.key],
  [/could not find expected ':'/, yamlFaults.colon],
  [/block sequence entries/, "A list item is not allowed here"],
  [/mapping keys are not allowed/, "A key is not allowed here"],
  [/expected ',' or/, yamlFaults.bracket],
  [/expected '-' indicator/, yamlFaults.dash],
  [/expected key/, "The indentation does not match the lines above, or a quote or bracket ends too early"],
  [/node content/, "A value can't start with this character"],
  [/comment or line break/, 'The line must end after "|", ">" or a directive'],
  [/version number|digit or '\.'|incompatible YAML/, "The %YAML directive requires another version than 1.1"],
  [/directive/, yamlFaults.directive],
  [/document start/, 'Only "---" may follow a directive that starts with "%"'],
  [/tag handle|tag URI|expected '!'|'>'|octet|whitespace/, 'A tag, which starts with "!", is not complete'],
  [/indentation indicator/, 'The indentation after "|" or ">" can\'t be 0'],
  [/max depth/, "Brackets or lines are nested too deep"],
];

/**
 * Returns a failure in words and at a visible place.
 *
 * @param text the text that was parsed
 */
export function syntaxProblem({ message, offset }: Failure, text: string): SyntaxProblem {
  const seen = { logged: withoutNames(message), seen: text };
  const star = /alphabetic or numeric|unknown anchor/.test(message) ? starKeyAt(text, offset) : undefined;
  if (star !== undefined)
    return { ...seen, span: visibleSpan(text, star), fault: 'A key that starts with "*" is not quoted' };
  const bracket = /node content|expected key|expected ',' or/.test(message) ? bracketKeyAt(text, offset) : undefined;
  if (bracket) return { ...seen, span: bracket, fault: 'A key that starts with "[" is not quoted' };
  return { ...seen, span: visibleSpan(text, offset), fault: faultOf(message, text, offset) };
}

/** Removes the name of an unknown anchor, which may be a password that starts with `*`. */
export function withoutNames(message: string): string {
  return message.replace(/anchor '[^']*'/, "anchor '…'");
}

function faultOf(message: string, text: string, offset: number): string {
  if (/cannot start any token/.test(message)) return text[offset] === "\t" ? yamlFaults.tab : yamlFaults.reserved;
  return faults.find(([pattern]) => pattern.test(message))?.[1] ?? "The file is not valid YAML from here on";
}

/** Returns the word at an offset; the last character of the text if nothing follows. */
export function visibleSpan(text: string, offset: number): Span {
  const visible = offset >= text.length ? Math.max(0, text.trimEnd().length - 1) : offset;
  const word = /^(?:\S+|[ \t]+)/.exec(text.slice(visible, visible + 200))?.[0].length ?? 1;
  return { start: visible, end: Math.min(text.length, visible + Math.max(1, word)) };
}
