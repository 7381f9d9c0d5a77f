import { type PatternReading, parsePattern } from "../../regexp/parse.ts";
import { tomlText } from "./tomlText.ts";

/** What stands for an escape outside of brackets. */
const outside: Readonly<Record<string, string>> = {
  d: "[0-9]",
  D: "[^0-9]",
  w: "[A-Za-z0-9_]",
  W: "[^A-Za-z0-9_]",
  A: "^",
  z: "$",
};

/** What stands for an escape inside of brackets. */
const inside: Readonly<Record<string, string>> = { d: "0-9", w: "A-Za-z0-9_" };

/**
 * Writes a pattern so that containerd reads what it says, although k3s does not escape it. Source:
 * docs/how-k3s-reads-it/rewrites.md#escaping.
 *
 * @returns the pattern itself when nothing in it needs escaping; `undefined` when it can't be done
 */
export function plainPattern(pattern: string): string | undefined {
  const read = tomlText(pattern);
  if (read === pattern) return pattern;
  const plain = withoutBackslashes(read ?? pattern) ?? withoutQuotes(pattern);
  return plain !== undefined && tomlText(plain) === plain ? plain : undefined;
}

/** A text in quotes of its own, as a template leaves it, without them. */
export function withoutQuotes(text: string): string | undefined {
  const inner = /^"([^"\\]*)"$/.exec(text)?.[1];
  return inner === undefined || tomlText(inner) !== inner ? undefined : inner;
}

/**
 * Writes a pattern without backslashes: `[.]` for `\.`, `[0-9]` for `\d`, `/` for `\/`.
 *
 * @returns `undefined` when it can't be done so that Go reads the very same expression
 */
export function withoutBackslashes(pattern: string): string | undefined {
  let plain = "";
  for (let at = 0; at < pattern.length; ) {
    const brackets = pattern[at] === "[" ? bracketsAt(pattern, at) : undefined;
    const char = pattern[at] as string;
    const escaped = pattern[at + 1] ?? "";
    if (brackets) {
      plain += plainBrackets(brackets);
      at += brackets.length;
    } else if (char === "\\") {
      plain += outside[escaped] ?? (/[.+*?()[{}|$]/.test(escaped) ? `[${escaped}]` : escaped);
      at += 2;
    } else {
      plain += char;
      at++;
    }
  }
  return plain !== pattern && !plain.includes("\\") && sameTree(parsePattern(pattern), parsePattern(plain))
    ? plain
    : undefined;
}

/** A class in brackets, with them. */
function bracketsAt(pattern: string, at: number): string | undefined {
  return /^\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\\\]])*\]/s.exec(pattern.slice(at))?.[0];
}

/** A dash between an escape and something else is one of the characters; it goes last, where it can't make a range. */
function plainBrackets(brackets: string): string {
  let dash = "";
  const body = brackets
    .slice(0, -1)
    .replace(/\\(.)(-(?!$))?|-(?=\\[wd])/g, (found, char: string | undefined, after) => {
      if (char === undefined || char === "-") dash = "-";
      if (char === undefined) return found.slice(1);
      const plain = char === "-" ? "" : (inside[char] ?? char);
      if (after === undefined) return plain;
      if (!/[wd]/.test(char)) return `${plain}-`;
      dash = "-";
      return plain;
    });
  return `${body}${dash}]`;
}

function sameTree(a: PatternReading, b: PatternReading): boolean {
  return (
    a.ok &&
    b.ok &&
    JSON.stringify([a.pattern.root, a.pattern.groups]) === JSON.stringify([b.pattern.root, b.pattern.groups])
  );
}
