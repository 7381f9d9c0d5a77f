/** Go's own words for why it refuses a regular expression (`regexp/syntax`). */
export type ErrorCode =
  | "invalid character class range"
  | "invalid escape sequence"
  | "invalid named capture"
  | "invalid or unsupported Perl syntax"
  | "invalid nested repetition operator"
  | "invalid repeat count"
  | "missing closing ]"
  | "missing closing )"
  | "missing argument to repetition operator"
  | "trailing backslash at end of expression"
  | "unexpected )"
  | "expression nests too deeply"
  | "expression too large";

/** Why Go refuses a regular expression; its message is Go's. */
export class PatternError extends Error {
  constructor(
    readonly code: ErrorCode,
    /** The part of the pattern that is at fault. */
    readonly expression: string,
  ) {
    super(`error parsing regexp: ${code}: \`${expression}\``);
  }
}
