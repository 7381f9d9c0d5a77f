import { longestExpression } from "../../text/expressions.ts";
import { counted, deepestExpression, type Failures } from "./failures.ts";

/**
 * Where an expression ends that is put into a string: after its closing brace.
 * https://nix.dev/manual/nix/stable/language/string-interpolation
 *
 * @param start where the text after `${` starts
 * @returns `undefined` if it has no end, or one that is too far away
 */
export function nixExpressionEnd(text: string, start: number, failures: Failures): number | undefined {
  return counted(failures, () => expressionEnd(text, start, Math.min(text.length, start + longestExpression), 0));
}

/**
 * Where a string ends: after its closing quotes.
 *
 * @param start where its opening quotes start
 */
export function nixStringEnd(text: string, start: number, failures: Failures): number | undefined {
  return counted(failures, () => stringEnd(text, start, text.length, 0));
}

/** The offset after a comment that starts here, before its line feed; `undefined` if none does. */
export function nixCommentEnd(text: string, at: number, stop: number = text.length): number | undefined {
  if (text[at] === "#") return indexIn(text, "\n", at, stop);
  if (!text.startsWith("/*", at)) return undefined;
  return Math.min(stop, indexIn(text, "*/", at + 2, stop) + 2);
}

/** Where a text is found before `stop`, and `stop` if it is not. */
function indexIn(text: string, wanted: string, start: number, stop: number): number {
  const found = text.slice(start, stop).indexOf(wanted);
  return found < 0 ? stop : start + found;
}

/** Names can have apostrophes in them: `foldl'`. */
const name = /[A-Za-z_][\w'-]{0,200}/y;

/** The offset after a name that starts here; `undefined` if none does. */
export function nixNameEnd(text: string, at: number): number | undefined {
  name.lastIndex = at;
  return name.test(text) ? name.lastIndex : undefined;
}

/**
 * How long that is which begins here in an indented string, and is not read letter by letter:
 * https://nix.dev/manual/nix/stable/language/string-literals.
 */
export function nixMarkWidth(text: string, at: number): number {
  const char = text[at];
  const next = text[at + 1];
  if (char === "$") return next === "{" || (next !== "'" && next !== undefined) ? 2 : 1;
  if (char !== "'" || next !== "'") return 1;
  const third = text[at + 2];
  return third === "\\" ? 4 : third === "$" || third === "'" ? 3 : 2;
}

function expressionEnd(text: string, start: number, stop: number, depth: number): number | undefined {
  if (depth > deepestExpression) return undefined;
  let open = 1;
  for (let at = start; at < stop; ) {
    const char = text[at];
    if (char === "{") open++;
    else if (char === "}" && --open === 0) return at + 1;
    const isString = char === '"' || (char === "'" && text[at + 1] === "'");
    const next = isString
      ? stringEnd(text, at, stop, depth + 1)
      : (nixCommentEnd(text, at, stop) ?? nixNameEnd(text, at) ?? at + 1);
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

function stringEnd(text: string, start: number, stop: number, depth: number): number | undefined {
  if (depth > deepestExpression) return undefined;
  const isIndented = text[start] === "'";
  for (let at = start + (isIndented ? 2 : 1); at < stop; ) {
    const char = text[at];
    if (text.startsWith("${", at)) {
      const end = expressionEnd(text, at + 2, Math.min(stop, at + longestExpression), depth + 1);
      if (end === undefined) return undefined;
      at = end;
    } else if (isIndented) {
      const width = nixMarkWidth(text, at);
      if (char === "'" && width === 2) return at + 2;
      at += width;
    } else if (char === '"') return at + 1;
    // The character after a `$` is literal unless it has a meaning of its own: `$${` does not begin an expression.
    else at += char === "\\" || (char === "$" && /[^"\\]/.test(text[at + 1] ?? '"')) ? 2 : 1;
  }
  return undefined;
}
