import type { PatternReading } from "../../regexp/parse.ts";
import { maxInstructions } from "../../regexp/program.ts";
import type { Path } from "../../yaml/document.ts";

/** A thousand usual patterns; more would take time that a reader notices, and `{1,1000}` makes much of a short text. */
const maxFileInstructions = 50_000;

/** The pattern of a rewrite, and where it is written. */
export interface CountedPattern {
  readonly path: Path;
  readonly reading: PatternReading;
}

/**
 * What the patterns of one file may take together: those after it are treated like one that is too large itself. It
 * depends on the order in the file alone, not on which of them is asked for first.
 */
export class PatternBudget {
  readonly #rewrites: CountedPattern[] = [];
  #within: ReadonlySet<CountedPattern> | undefined;

  /** @param offsetOf where the key of a rewrite is; one that several mirrors share through an anchor counts once */
  constructor(private readonly offsetOf: (path: Path) => number) {}

  add(rewrite: CountedPattern): void {
    this.#rewrites.push(rewrite);
  }

  has(rewrite: CountedPattern): boolean {
    this.#within ??= this.#fill();
    return this.#within.has(rewrite);
  }

  #fill(): ReadonlySet<CountedPattern> {
    const within = new Set<CountedPattern>();
    const fitting = new Map<number, boolean>();
    let left = maxFileInstructions;
    for (const rewrite of this.#rewrites) {
      const { reading, path } = rewrite;
      if (!reading.ok || reading.pattern.root.instructions > maxInstructions) continue;
      const offset = this.offsetOf(path);
      let fits = fitting.get(offset);
      if (fits === undefined) {
        left -= reading.pattern.root.instructions;
        fits = left >= 0;
        fitting.set(offset, fits);
      }
      if (fits) within.add(rewrite);
    }
    return within;
  }
}
