import type { Span } from "../text/span.ts";

/** Where a secret is written. */
export interface SecretSpan extends Span {
  /** Whether it is all of a value or key, with its quotes; otherwise it is a part of one, or of a comment. */
  readonly whole: boolean;
  /** The text that is secret, where it is not what is written: without quotes and backslashes. */
  readonly text?: string;
}
