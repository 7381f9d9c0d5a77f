import { replaceAll } from "../../regexp/match.ts";
import type { PatternReading } from "../../regexp/parse.ts";
import { compilePattern, type Program } from "../../regexp/program.ts";
import { type Piece, parseReplacement } from "../../regexp/replacement.ts";
import type { Path } from "../../yaml/document.ts";
import { type PatternStart, patternStart, readPattern } from "./pattern.ts";
import type { PatternBudget } from "./patternBudget.ts";
import { tomlText } from "./tomlText.ts";

/** One entry of `rewrite`: a regular expression for the repository, and what takes its place. */
export interface Rewrite {
  readonly path: Path;
  readonly pattern: string;
  /** `undefined` when it is no text, or one that a template will change. */
  readonly replacement: string | undefined;
  /** Whether the pattern holds a template expression, so that it is not yet what k3s will read. */
  readonly templated: boolean;
  /** What Go makes of the pattern as containerd gets it; as it is written, when containerd can't read the file. */
  readonly reading: PatternReading;
  /** Where the pattern can match; nowhere in particular when it can't be read. */
  readonly start: PatternStart;
  /** The pattern, ready to run; `undefined` when it can't be read, or is too large for its file. */
  readonly program: Program | undefined;
  /** The replacement, taken apart, as containerd gets it; empty when it is no text. */
  readonly pieces: readonly Piece[];
  /** A repository's name after the rewrite; `undefined` when that can't be known. */
  apply(repository: string): string | undefined;
}

/** A class, so that what few rules ask for is made when they do (see `ReadAuth`). */
export class ReadRewrite implements Rewrite {
  #reading: PatternReading | undefined;
  #start: PatternStart | undefined;
  #program: { readonly made: Program | undefined } | undefined;
  #pieces: readonly Piece[] | undefined;

  constructor(
    readonly path: Path,
    readonly pattern: string,
    readonly replacement: string | undefined,
    readonly templated: boolean,
    private readonly budget?: PatternBudget,
  ) {
    budget?.add(this);
  }

  get reading(): PatternReading {
    this.#reading ??= readPattern(tomlText(this.pattern) ?? this.pattern);
    return this.#reading;
  }

  get start(): PatternStart {
    const { reading } = this;
    this.#start ??= reading.ok ? patternStart(reading.pattern) : { anchored: false, prefix: "" };
    return this.#start;
  }

  get program(): Program | undefined {
    const { reading, budget } = this;
    this.#program ??= {
      made:
        reading.ok && (budget?.has(this) ?? true)
          ? compilePattern(reading.pattern.root, reading.pattern.groups.length)
          : undefined,
    };
    return this.#program.made;
  }

  get pieces(): readonly Piece[] {
    const { replacement = "" } = this;
    this.#pieces ??= parseReplacement(tomlText(replacement) ?? replacement);
    return this.#pieces;
  }

  apply(repository: string): string | undefined {
    const { reading, program, replacement } = this;
    if (!reading.ok || !program || replacement === undefined) return undefined;
    return replaceAll(program, reading.pattern.groups, this.pieces, repository);
  }
}
