import type { Path } from "./document.ts";

interface Branch<Value> {
  value: Value | undefined;
  /** Made for the first of them: half of all have none. */
  branches: Map<Path[number], Branch<Value>> | undefined;
}

function branch<Value>(): Branch<Value> {
  return { value: undefined, branches: undefined };
}

/** Values by path, kept as a tree: to make a string of each path takes most of the time of a small edit, measured. */
export class PathMap<Value> {
  readonly #root = branch<Value>();
  readonly #values: Value[] = [];

  /** The values in the order in which they were added. */
  get values(): readonly Value[] {
    return this.#values;
  }

  /** Returns the value at a path, which is made if there is none. */
  getOrAdd(path: Path, make: () => Value): Value {
    let at = this.#root;
    for (const key of path) {
      at.branches ??= new Map();
      let next = at.branches.get(key);
      if (!next) {
        next = branch();
        at.branches.set(key, next);
      }
      at = next;
    }
    if (at.value === undefined) {
      at.value = make();
      this.#values.push(at.value);
    }
    return at.value;
  }

  /** How many of the first keys of a path lead towards a value. */
  commonLength(path: Path): number {
    let at: Branch<Value> | undefined = this.#root;
    let length = 0;
    while (length < path.length) {
      at = at.branches?.get(path[length] as Path[number]);
      if (!at) break;
      length++;
    }
    return length;
  }

  /** True if a part of a path, from its start and shorter than it, has a value. */
  hasAbove(path: Path): boolean {
    let at: Branch<Value> | undefined = this.#root;
    for (const key of path) {
      if (at.value !== undefined) return true;
      at = at.branches?.get(key);
      if (!at) return false;
    }
    return false;
  }
}
