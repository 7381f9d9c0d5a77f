// The part of @stryker-mutator/instrumenter that is used; its own types need Stryker's injector.
declare module "@stryker-mutator/instrumenter" {
  interface Position {
    /** From 0. */
    readonly line: number;
    readonly column: number;
  }
  interface Range {
    readonly start: Position;
    readonly end: Position;
  }
  interface InstrumentedMutant {
    readonly id: string;
    readonly fileName: string;
    readonly location: Range;
    readonly mutatorName: string;
    readonly replacement: string;
  }
  interface SourceFile {
    readonly name: string;
    readonly content: string;
    /** `true` for the whole file. */
    readonly mutate: boolean | readonly Range[];
  }
  export class Instrumenter {
    constructor(logger: unknown);
    instrument(
      files: readonly SourceFile[],
      options: {
        readonly plugins: null;
        readonly excludedMutations: readonly string[];
        readonly ignorers: readonly [];
      },
    ): Promise<{ readonly files: readonly SourceFile[]; readonly mutants: readonly InstrumentedMutant[] }>;
  }
}
