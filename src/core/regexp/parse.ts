import { cleanRanges, foldedRanges, negated, type Ranges } from "./characters.ts";
import { type ErrorCode, PatternError } from "./error.ts";
import { failAt, type Read, readCharacter, readClassEscape, readEscape, readNamedClass } from "./escapes.ts";
import {
  charNode,
  conditionNode,
  copiesWithin,
  groupNode,
  joinNode,
  type Node,
  type Repeat,
  repeatNode,
} from "./tree.ts";

/** A regular expression as Go reads it. */
export interface Pattern {
  readonly source: string;
  readonly root: Node;
  /** The names of its groups in order, empty for those without one. `$1` is the first. */
  readonly groups: readonly string[];
}

export type PatternReading =
  | { readonly ok: true; readonly pattern: Pattern }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
      /** The part of the pattern that Go names. */
      readonly expression: string;
      /** Go's whole message. */
      readonly error: string;
    };

/** Go's limits (`regexp/syntax` parse.go). */
const maxHeight = 1000;
const maxInstructions = (128 << 20) / 40;
const maxRepeat = 1000;

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
  readonly lazy: boolean;
}

/** An open group: what came before its last `|`, and what came after it. */
interface Frame {
  readonly choices: Node[];
  parts: Node[];
  /** The flags that hold again after the group. */
  readonly flags: Flags;
  readonly index: number | undefined;
}

/**
 * Reads a regular expression as Go's `regexp.Compile` does, without running it. Never throws.
 *
 * Source: Go `regexp/syntax` parse.go, with the flags of `syntax.Perl`.
 */
export function parsePattern(source: string): PatternReading {
  try {
    return { ok: true, pattern: parse(source) };
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return { ok: false, code: error.code, expression: error.expression, error: error.message };
  }
}

function parse(text: string): Pattern {
  const groups: string[] = [];
  let flags: Flags = { ignoreCase: false, multiLine: false, dotAll: false, lazy: false };
  const open = (index: number | undefined): Frame => ({ choices: [], parts: [], flags, index });
  const root = open(undefined);
  const frames = [root];
  const top = (): Frame => frames.at(-1) as Frame;

  const push = (node: Node): void => {
    if (node.height > maxHeight) failAt("expression nests too deeply", text);
    if (node.instructions > maxInstructions) failAt("expression too large", text);
    top().parts.push(node);
  };
  const pushChar = (codePoint: number): void => {
    const ranges = [codePoint, codePoint];
    push(charNode(flags.ignoreCase ? foldedRanges(ranges) : ranges));
  };
  const close = ({ choices, parts }: Frame): Node => joinNode("alternate", [...choices, joinNode("concat", parts)]);
  const openGroup = (name: string): void => {
    groups.push(name);
    frames.push(open(groups.length));
  };

  /** Puts a repetition around the last piece; what is read are its operator and the `?` after it. */
  const repeat = (at: number, after: number, count: Count, repeatedAt: number | undefined): number => {
    const lazy = text[after] === "?";
    const next = lazy ? after + 1 : after;
    if (repeatedAt !== undefined) failAt("invalid nested repetition operator", text.slice(repeatedAt, next));
    const body = top().parts.pop();
    if (!body) return failAt("missing argument to repetition operator", text.slice(at, next));
    const node = repeatNode({ kind: "repeat", ...count, greedy: lazy === flags.lazy, body });
    push(node);
    if (count.counted && (count.min >= 2 || count.max >= 2) && !copiesWithin(node, maxRepeat))
      failAt("invalid repeat count", text.slice(at, next));
    return next;
  };

  /** What begins with a backslash, but `\Q`. */
  const readBackslash = (at: number): number => {
    const condition = conditionEscapes[text[at + 1] ?? ""];
    if (condition) {
      push(conditionNode(condition));
      return at + 2;
    }
    const ranges = readClassEscape(text, at, flags.ignoreCase);
    if (ranges) {
      push(charNode(ranges.value));
      return ranges.next;
    }
    const read = readEscape(text, at);
    pushChar(read.value);
    return read.next;
  };

  let at = 0;
  /** Where the operator before this one starts, when that was a repetition. */
  let repeatedAt: number | undefined;
  while (at < text.length) {
    const start = at;
    let repeats = false;
    const char = text[at] as string;
    const operator = operatorCount(text, at);
    if (operator) {
      at = repeat(start, operator.next, operator.value, repeatedAt);
      repeats = true;
    } else if (char === "(" && text[at + 1] === "?") {
      const read = readGroupHead(text, at, flags);
      at = read.next;
      if (read.value.name !== undefined) openGroup(read.value.name);
      else {
        if (read.value.opens) frames.push(open(undefined));
        flags = read.value.flags;
      }
    } else if (char === "(") {
      openGroup("");
      at++;
    } else if (char === "|") {
      const frame = top();
      frame.choices.push(joinNode("concat", frame.parts));
      frame.parts = [];
      at++;
    } else if (char === ")") {
      const frame = frames.pop() as Frame;
      if (frames.length === 0) failAt("unexpected )", text);
      const body = close(frame);
      flags = frame.flags;
      push(frame.index === undefined ? body : groupNode(frame.index, body));
      at++;
    } else if (char === "^" || char === "$") {
      const place = char === "^" ? "Start" : "End";
      push(conditionNode(flags.multiLine ? `line${place}` : `text${place}`));
      at++;
    } else if (char === ".") {
      push(charNode(flags.dotAll ? [0, 0x10ffff] : negated([10, 10])));
      at++;
    } else if (char === "[") {
      const read = readBrackets(text, at, flags.ignoreCase);
      push(charNode(read.value));
      at = read.next;
    } else if (char === "\\" && text[at + 1] === "Q") {
      const end = text.indexOf("\\E", at + 2);
      for (let next = at + 2; next < (end < 0 ? text.length : end); ) {
        const read = readCharacter(text, next);
        pushChar(read.value);
        next = read.next;
      }
      at = end < 0 ? text.length : end + 2;
    } else if (char === "\\") at = readBackslash(at);
    else {
      const read = readCharacter(text, at);
      pushChar(read.value);
      at = read.next;
    }
    repeatedAt = repeats ? start : undefined;
  }
  if (frames.length > 1) failAt("missing closing )", text);
  return { source: text, root: close(root), groups };
}

const conditionEscapes: Readonly<Record<string, "textStart" | "textEnd" | "wordBoundary" | "noWordBoundary">> = {
  A: "textStart",
  z: "textEnd",
  b: "wordBoundary",
  B: "noWordBoundary",
};

type Count = Pick<Repeat, "min" | "max" | "counted">;

/** A repetition operator, or `undefined` when none stands there: braces without numbers are characters. */
function operatorCount(text: string, at: number): Read<Count> | undefined {
  const char = text[at];
  if (char === "*") return { value: { min: 0, max: -1, counted: false }, next: at + 1 };
  if (char === "+") return { value: { min: 1, max: -1, counted: false }, next: at + 1 };
  if (char === "?") return { value: { min: 0, max: 1, counted: false }, next: at + 1 };
  if (char !== "{") return undefined;
  const match = /^\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}/.exec(text.slice(at, at + 64));
  if (!match) return undefined;
  const min = Number(match[1]);
  const max = match[3] !== undefined ? Number(match[3]) : match[2] ? -1 : min;
  const next = at + match[0].length;
  if (min > maxRepeat || max > maxRepeat || (max >= 0 && min > max))
    failAt("invalid repeat count", text.slice(at, next));
  return { value: { min, max, counted: true }, next };
}

interface GroupHead {
  /** The name of a group that captures; `undefined` for one that does not, and for flags alone. */
  readonly name: string | undefined;
  readonly opens: boolean;
  readonly flags: Flags;
}

/** What begins with `(?`: a named group, a group that captures nothing, or flags. */
function readGroupHead(text: string, at: number, outer: Flags): Read<GroupHead> {
  const rest = text.length - at;
  const withP = rest > 4 && text.startsWith("P<", at + 2);
  if (withP || (rest > 3 && text[at + 2] === "<")) {
    const end = text.indexOf(">", at);
    if (end < 0) return failAt("invalid named capture", text.slice(at));
    const name = text.slice(at + (withP ? 4 : 3), end);
    if (!/^[A-Za-z0-9_]+$/.test(name)) return failAt("invalid named capture", text.slice(at, end + 1));
    return { value: { name, opens: true, flags: outer }, next: end + 1 };
  }
  let flags = outer;
  let on = true;
  let seen = false;
  let next = at + 2;
  while (next < text.length) {
    const read = readCharacter(text, next);
    const char = text.slice(next, read.next);
    next = read.next;
    if (char === "i") flags = { ...flags, ignoreCase: on };
    else if (char === "m") flags = { ...flags, multiLine: on };
    else if (char === "s") flags = { ...flags, dotAll: on };
    else if (char === "U") flags = { ...flags, lazy: on };
    else if (char === "-" && on) {
      on = false;
      seen = false;
      continue;
    } else if ((char === ":" || char === ")") && (on || seen))
      return { value: { name: undefined, opens: char === ":", flags }, next };
    else break;
    seen = true;
  }
  return failAt("invalid or unsupported Perl syntax", text.slice(at, next));
}

/** A class in brackets. */
function readBrackets(text: string, at: number, fold: boolean): Read<Ranges> {
  const negative = text[at + 1] === "^";
  let next = at + (negative ? 2 : 1);
  const pairs: number[] = [];
  const one = (): number => {
    if (next >= text.length) failAt("missing closing ]", text.slice(at));
    const read = text[next] === "\\" ? readEscape(text, next) : readCharacter(text, next);
    next = read.next;
    return read.value;
  };
  for (let first = true; first || text[next] !== "]"; first = false) {
    const named = readNamedClass(text, next, fold) ?? readClassEscape(text, next, fold);
    if (named) {
      pairs.push(...named.value);
      next = named.next;
      continue;
    }
    const start = next;
    const low = one();
    let high = low;
    if (text[next] === "-" && next + 1 < text.length && text[next + 1] !== "]") {
      next++;
      high = one();
      if (high < low) failAt("invalid character class range", text.slice(start, next));
    }
    pairs.push(...(fold ? foldedRanges([low, high]) : [low, high]));
  }
  const ranges = cleanRanges(pairs);
  return { value: negative ? negated(ranges) : ranges, next: next + 1 };
}
