import { holds } from "./characters.ts";
import { holdsAt, type Program } from "./program.ts";
import { expandReplacement, type Piece } from "./replacement.ts";

/** Where a match and its groups begin and end, by slot: offsets in code points, -1 for a group that took no part. */
export type Match = readonly number[];

interface Thread {
  readonly at: number;
  readonly slots: readonly number[];
}

/**
 * Finds the match that Go finds: the leftmost one, and of those the one that a backtracking search comes to first. Takes
 * time in proportion to the text, whatever the pattern is.
 *
 * @param text code points
 * @param from where the search starts; what lies before it still counts for `^` and `\b`
 */
export function findMatch(program: Program, text: readonly number[], from: number): Match | undefined {
  const { instructions, start } = program;
  let threads: Thread[] = [];
  let found: Match | undefined;

  const follow = (list: Thread[], seen: Set<number>, at: number, slots: readonly number[], place: number): void => {
    if (seen.has(at)) return;
    seen.add(at);
    const instruction = instructions[at];
    switch (instruction?.op) {
      case "split":
        follow(list, seen, instruction.first, slots, place);
        follow(list, seen, instruction.second, slots, place);
        return;
      case "save":
        follow(list, seen, instruction.next, slots.with(instruction.slot, place), place);
        return;
      case "condition":
        if (holdsAt(instruction.condition, text[place - 1], text[place]))
          follow(list, seen, instruction.next, slots, place);
        return;
      default:
        list.push({ at, slots });
    }
  };

  let seen = new Set<number>();
  for (let place = from; ; place++) {
    if (!found) {
      const slots = new Array<number>(program.slots).fill(-1).with(0, place);
      follow(threads, seen, start, slots, place);
    }
    const next: Thread[] = [];
    seen = new Set();
    for (const { at, slots } of threads) {
      const instruction = instructions[at];
      if (instruction?.op === "match") {
        found = slots.with(1, place);
        break;
      }
      const char = text[place];
      if (instruction?.op === "char" && char !== undefined && holds(instruction.ranges, char))
        follow(next, seen, instruction.next, slots, place + 1);
    }
    threads = next;
    if (place >= text.length || (found && threads.length === 0)) return found;
  }
}

/** Replaces each match as Go's `ReplaceAllString` does. */
export function replaceAll(
  program: Program,
  groups: readonly string[],
  replacement: readonly Piece[],
  text: string,
): string {
  const chars = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  const slice = (from: number, to: number): string =>
    Array.from(chars.slice(from, to), (char) => String.fromCodePoint(char)).join("");
  let result = "";
  let lastEnd = 0;
  for (let from = 0; from <= chars.length; ) {
    const match = findMatch(program, chars, from);
    if (!match) break;
    const [start = 0, end = 0] = match;
    result += slice(lastEnd, start);
    if (end > lastEnd || start === 0)
      result += expandReplacement(replacement, groups, (group) => {
        const begin = match[2 * group] ?? -1;
        return begin < 0 ? undefined : slice(begin, match[2 * group + 1] ?? begin);
      });
    lastEnd = end;
    from = Math.max(from + 1, end);
  }
  return result + slice(lastEnd, chars.length);
}
