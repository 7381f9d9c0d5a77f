/**
 * A problem that the user can fix. Its message is shown as it is, so it contains no secret. Only hosts throw it; core
 * returns a `Refusal`.
 */
export class UserProblem extends Error {
  override readonly name = "UserProblem";
}
