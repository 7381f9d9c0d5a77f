/** A problem that the user can fix. Its message is shown as it is, so it contains no secret. */
export class UserProblem extends Error {
  override readonly name = "UserProblem";
}
