/** Something that the user can mend. Its message is shown as it is, so it holds no secret. */
export class UserProblem extends Error {
  override readonly name = "UserProblem";
}
