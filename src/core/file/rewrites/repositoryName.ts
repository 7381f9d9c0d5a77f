import { holds } from "../../regexp/characters.ts";
import { holdsAt, isWord, type Program } from "../../regexp/program.ts";

/** What a repository's name can hold, the plainest first: what is found is shown to people. */
export const alphabet: readonly string[] = Array.from("abcdefghijklmnopqrstuvwxyz0123456789/-._");

/** Where a reader of a repository's name is: after what it has just seen. */
type NameState = "start" | "name" | "." | "_" | "__" | "-";

/**
 * The next place after a character, or `undefined` where no repository's name goes on like that: parts of letters and
 * digits with `.`, `_`, `__` or dashes between, and `/` between parts.
 *
 * Source: distribution/reference `regexp.go`, which containerd uses for the names of images.
 */
function nextState(place: NameState, char: string): NameState | undefined {
  if (/[a-z0-9]/.test(char)) return "name";
  if (char === "-" && place === "-") return "-";
  if (char === "_" && place === "_") return "__";
  if (place !== "name") return undefined;
  if (char === "/") return "start";
  return char === "." || char === "_" || char === "-" ? char : undefined;
}

/** Whether a text can be the name of a repository, without its registry and tag. */
export function isRepositoryName(text: string): boolean {
  let place: NameState | undefined = "start";
  for (const char of text) {
    place = nextState(place, char);
    if (!place) return false;
  }
  return place === "name";
}

/** How far a pattern has come in a name: an instruction, still looking for its start, or done. */
const looking = -1;
const done = -2;

interface Step {
  readonly places: readonly number[];
  readonly place: NameState;
  readonly slashed: boolean;
  readonly before: number | undefined;
  readonly from: Step | undefined;
  readonly char: string;
}

/** How much may still be searched; one for a whole file, so that no file takes long. */
export interface Budget {
  steps: number;
}

/**
 * Looks for a repository's name in which all of some patterns match.
 *
 * @param withSlash whether the name has a `/` in it, as on Docker Hub, where official images are `library/name`
 * @param budget what it takes is taken from it
 * @returns one of the shortest names; `"none"` when there is none; `"unknown"` when the search was given up
 */
export function nameMatchedByAll(
  programs: readonly Program[],
  withSlash: boolean,
  budget: Budget,
): { readonly name: string } | "none" | "unknown" {
  const letters = representatives(programs);
  const follow = programs.map(follower);
  const first: Step = {
    places: programs.map(() => looking),
    place: "start",
    slashed: false,
    before: undefined,
    from: undefined,
    char: "",
  };
  const queue = [first];
  const seen = new Set([keyOf(first)]);
  for (const step of queue) {
    if (budget.steps-- <= 0) return "unknown";
    const ends = step.place === "name" && (step.slashed || !withSlash);
    if (ends && follow.every((next, i) => next(step.places[i] as number, step.before, undefined).includes(done)))
      return { name: written(step) };
    for (const char of letters) {
      const place = nextState(step.place, char);
      if (!place) continue;
      const code = char.charCodeAt(0);
      const options = follow.map((next, i) => next(step.places[i] as number, step.before, code));
      for (const places of combinations(options)) {
        const after: Step = { places, place, slashed: step.slashed || char === "/", before: code, from: step, char };
        const key = keyOf(after);
        if (seen.has(key)) continue;
        seen.add(key);
        queue.push(after);
      }
    }
  }
  return "none";
}

function keyOf({ places, place, slashed, before }: Step): string {
  return `${places.join(",")} ${place} ${slashed} ${before === undefined ? "" : isWord(before)}`;
}

function written(step: Step): string {
  let text = "";
  for (let at: Step | undefined = step; at; at = at.from) text = at.char + text;
  return text;
}

function combinations(options: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return options.reduce<readonly (readonly number[])[]>(
    (all, choices) => all.flatMap((start) => choices.map((choice) => [...start, choice])),
    [[]],
  );
}

/** One character for each set of those that no pattern tells apart. */
function representatives(programs: readonly Program[]): readonly string[] {
  const classes = programs.flatMap(({ instructions }) =>
    instructions.flatMap((instruction) => (instruction.op === "char" ? [instruction.ranges] : [])),
  );
  const kinds = new Map<string, string>();
  for (const char of alphabet) {
    const code = char.charCodeAt(0);
    const kind = /[a-z0-9]/.test(char) ? "name" : char;
    const signature = kind + classes.map((ranges) => (holds(ranges, code) ? 1 : 0)).join("");
    if (!kinds.has(signature)) kinds.set(signature, char);
  }
  return [...kinds.values()];
}

type Follow = (at: number, before: number | undefined, after: number | undefined) => readonly number[];

/** Where a pattern can be after a character; after the end of the name, whether it is done. */
function follower({ instructions, start }: Program): Follow {
  const known = new Map<string, readonly number[]>();
  const compute = (at: number, before: number | undefined, after: number | undefined): readonly number[] => {
    if (at === done) return [done];
    const next = new Set<number>(at === looking && after !== undefined ? [looking] : []);
    const seen = new Set<number>();
    const open = [at === looking ? start : at];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (seen.has(place)) continue;
      seen.add(place);
      const instruction = instructions[place];
      if (instruction?.op === "match") return [done];
      if (instruction?.op === "split") open.push(instruction.second, instruction.first);
      else if (instruction?.op === "save") open.push(instruction.next);
      else if (instruction?.op === "condition" && holdsAt(instruction.condition, before, after))
        open.push(instruction.next);
      else if (instruction?.op === "char" && after !== undefined && holds(instruction.ranges, after))
        next.add(instruction.next);
    }
    return [...next];
  };
  return (at, before, after) => {
    const key = `${at} ${before === undefined ? "" : isWord(before)} ${after ?? ""}`;
    let places = known.get(key);
    if (!places) {
      places = compute(at, before, after);
      known.set(key, places);
    }
    return places;
  };
}
