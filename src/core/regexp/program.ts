import type { Ranges } from "./characters.ts";
import type { Condition, Node, Repeat } from "./tree.ts";

/** One step of a pattern; numbers are places of other steps. */
export type Instruction =
  | { readonly op: "char"; readonly ranges: Ranges; readonly next: number }
  /** Tries one way first, then the other. */
  | { readonly op: "split"; first: number; second: number }
  | { readonly op: "save"; readonly slot: number; readonly next: number }
  | { readonly op: "condition"; readonly condition: Condition; readonly next: number }
  | { readonly op: "match" };

/** A pattern as a machine that reads a text once from left to right. */
export interface Program {
  readonly instructions: readonly Instruction[];
  readonly start: number;
  /** Two for each group and for the whole match. */
  readonly slots: number;
}

/** A pattern for a repository's name is far below these; more would cost time that a reader notices. */
export const maxInstructions = 5000;
const maxGroups = 100;

/**
 * Makes a machine of a pattern. Source: Go `regexp/syntax` compile.go and simplify.go, for which way goes first.
 *
 * @returns `undefined` when it would be too large to run while somebody types
 */
export function compilePattern(root: Node, groups: number): Program | undefined {
  if (root.instructions > maxInstructions || groups > maxGroups) return undefined;
  const instructions: Instruction[] = [];
  const add = (instruction: Instruction): number => instructions.push(instruction) - 1;

  const split = (body: number, next: number, greedy: boolean): number =>
    add({ op: "split", first: greedy ? body : next, second: greedy ? next : body });
  const loop = (node: Repeat, next: number): { readonly entry: number; readonly again: number } => {
    const again = add({ op: "split", first: next, second: next });
    const entry = build(node.body, again);
    const instruction = instructions[again] as { first: number; second: number };
    if (node.greedy) instruction.first = entry;
    else instruction.second = entry;
    return { entry, again };
  };
  const star = (node: Repeat, next: number): number => {
    const { entry, again } = loop(node, next);
    return nullable(node.body) ? split(entry, next, node.greedy) : again;
  };
  const repeat = (node: Repeat, next: number): number => {
    const { min, max, body, greedy } = node;
    let entry = next;
    if (max === -1) entry = min === 0 ? star(node, next) : loop(node, next).entry;
    else for (let i = min; i < max; i++) entry = split(build(body, entry), next, greedy);
    for (let i = max === -1 ? 1 : 0; i < min; i++) entry = build(body, entry);
    return entry;
  };
  const build = (node: Node, next: number): number => {
    switch (node.kind) {
      case "empty":
        return next;
      case "char":
        return add({ op: "char", ranges: node.ranges, next });
      case "condition":
        return add({ op: "condition", condition: node.condition, next });
      case "group": {
        const end = add({ op: "save", slot: 2 * node.index + 1, next });
        return add({ op: "save", slot: 2 * node.index, next: build(node.body, end) });
      }
      case "concat":
        return node.parts.reduceRight((entry, part) => build(part, entry), next);
      case "alternate":
        return node.parts
          .map((part) => build(part, next))
          .reduceRight((second, first) => add({ op: "split", first, second }));
      case "repeat":
        return repeat(node, next);
    }
  };

  const start = build(root, add({ op: "match" }));
  return { instructions, start, slots: 2 * groups + 2 };
}

/** Whether a pattern also matches without taking a character. */
export function nullable(node: Node): boolean {
  switch (node.kind) {
    case "char":
      return false;
    case "group":
      return nullable(node.body);
    case "repeat":
      return node.min === 0 || nullable(node.body);
    case "concat":
      return node.parts.every(nullable);
    case "alternate":
      return node.parts.some(nullable);
    default:
      return true;
  }
}

/** What lies before and after a place of a text: a character, or nothing at either end. */
export function holdsAt(condition: Condition, before: number | undefined, after: number | undefined): boolean {
  switch (condition) {
    case "textStart":
      return before === undefined;
    case "textEnd":
      return after === undefined;
    case "lineStart":
      return before === undefined || before === 10;
    case "lineEnd":
      return after === undefined || after === 10;
    case "wordBoundary":
      return isWord(before) !== isWord(after);
    case "noWordBoundary":
      return isWord(before) === isWord(after);
  }
}

/** Whether a character is one of `\w`; nothing is none. */
export function isWord(codePoint: number | undefined): boolean {
  return codePoint !== undefined && codePoint < 0x80 && /\w/.test(String.fromCharCode(codePoint));
}
