/** Why something can't be done. */
export interface Refusal {
  readonly ok: false;
  /** One or two sentences for the user. They contain no secret. */
  readonly problem: string;
}

/**
 * What a request to core gives: its results as fields beside `ok`, or a refusal. Core returns refusals; hosts show them
 * or throw them as a `UserProblem`.
 *
 * A verdict on a text, such as what Go reads or why a URL is invalid, is not a refusal: it has its own type and, for a
 * fault, a code.
 *
 * @typeParam T the fields of a success
 * @typeParam E what a refusal says besides its problem
 */
export type Result<T extends object, E extends object = object> = ({ readonly ok: true } & T) | (Refusal & E);

/** The success of a `Result` type. */
export type Success<R extends { readonly ok: boolean }> = Extract<R, { readonly ok: true }>;

/** Returns a refusal. The problem is shown to the user, so it contains no secret. */
export function refuse(problem: string): Refusal {
  return { ok: false, problem };
}
