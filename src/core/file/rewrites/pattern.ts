import type { ErrorCode } from "../../regexp/error.ts";
import { type Pattern, type PatternReading, parsePattern } from "../../regexp/parse.ts";
import type { Node } from "../../regexp/tree.ts";

/** What a pattern begins with, which decides where it can match. */
export interface PatternStart {
  /** Whether it matches at the start of a repository's name only. */
  readonly anchored: boolean;
  /** The text that every match begins with; empty when there is none. */
  readonly prefix: string;
}

/**
 * Reads the pattern of a rewrite as containerd does, with Go's regular expressions. Source:
 * docs/how-k3s-reads-it/rewrites.md#pattern.
 */
export function readPattern(pattern: string): PatternReading {
  return parsePattern(pattern);
}

export function patternStart({ root }: Pattern): PatternStart {
  return { anchored: isAnchored(root), prefix: literalPrefix(root).text };
}

function isAnchored(node: Node): boolean {
  switch (node.kind) {
    case "condition":
      return node.condition === "textStart";
    case "group":
      return isAnchored(node.body);
    case "repeat":
      return node.min > 0 && isAnchored(node.body);
    case "concat": {
      const first = node.parts.find((part) => !(part.kind === "condition" && part.condition !== "textStart"));
      return first !== undefined && isAnchored(first);
    }
    case "alternate":
      return node.parts.every(isAnchored);
    default:
      return false;
  }
}

/** A text that matches of a node begin with, and whether it is all that the node matches. */
interface Literal {
  readonly text: string;
  readonly whole: boolean;
}

function literalPrefix(node: Node): Literal {
  switch (node.kind) {
    case "empty":
      return { text: "", whole: true };
    case "condition":
      return { text: "", whole: true };
    case "char": {
      const [first, last] = node.ranges;
      if (node.ranges.length !== 2 || first === undefined || first !== last) return { text: "", whole: false };
      return { text: String.fromCodePoint(first), whole: true };
    }
    case "group":
      return literalPrefix(node.body);
    case "repeat": {
      if (node.min === 0) return { text: "", whole: node.max === 0 };
      const { text, whole } = literalPrefix(node.body);
      if (!whole) return { text, whole };
      return { text: text.repeat(node.min), whole: node.max === node.min };
    }
    case "concat": {
      let prefix = "";
      for (const part of node.parts) {
        const { text, whole } = literalPrefix(part);
        prefix += text;
        if (!whole) return { text: prefix, whole: false };
      }
      return { text: prefix, whole: true };
    }
    case "alternate": {
      const [first = { text: "", whole: true }, ...others] = node.parts.map(literalPrefix);
      return others.reduce(common, first);
    }
  }
}

function common(a: Literal, b: Literal): Literal {
  let length = 0;
  while (length < a.text.length && a.text[length] === b.text[length]) length++;
  return { text: a.text.slice(0, length), whole: a.whole && b.whole && a.text === b.text };
}

/**
 * Why Go refuses a pattern, in plain words that go on after "because".
 *
 * @param code Go's own reason
 * @param expression the part of the pattern that Go names
 */
export function patternFault(code: ErrorCode, expression: string): string {
  switch (code) {
    case "missing argument to repetition operator":
      return `"${expression}" has nothing to repeat`;
    case "invalid nested repetition operator":
      return `"${expression}" repeats a repetition`;
    case "invalid repeat count":
      return `the count "${expression}" goes down or is over 1000`;
    case "missing closing )":
      return '"(" is never closed';
    case "unexpected )":
      return '")" has no opening "("';
    case "missing closing ]":
      return '"[" is never closed';
    case "invalid character class range":
      return /^\[:|^\\p/i.test(expression)
        ? `"${expression}" is not a character class`
        : `the range "${expression}" ends before it starts`;
    case "invalid named capture":
      return /^\(\?<[=!]/.test(expression) ? lookaround("behind") : `"${expression}" is not a valid group name`;
    case "invalid or unsupported Perl syntax":
      return perlFault(expression);
    case "invalid escape sequence":
      return /^\\[1-9]$/.test(expression)
        ? `Go's regular expressions do not support back references ("${expression}")`
        : `"${expression}" is not an escape in Go`;
    case "trailing backslash at end of expression":
      return "it ends with a backslash";
    default:
      return "it is too large";
  }
}

function lookaround(direction: "ahead" | "behind"): string {
  const written = direction === "ahead" ? '"(?=" or "(?!"' : '"(?<=" or "(?<!"';
  return `Go's regular expressions can't look ${direction} with ${written}`;
}

function perlFault(expression: string): string {
  if (/^\(\?[=!]/.test(expression)) return lookaround("ahead");
  if (/^\(\?'/.test(expression)) return 'a group name belongs in "(?P<name>", not in quotes';
  if (/^\(\?P/.test(expression)) return `Go's regular expressions do not support back references ("${expression}")`;
  return `Go's regular expressions do not support "${expression}"`;
}
