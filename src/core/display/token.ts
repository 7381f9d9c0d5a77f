/** What stands in the place of a text that may be a secret. */
export const hidden = "…";

/** How the tokens of well-known services begin. */
const tokenStart =
  /(?<=^|[^\w-]|%[\dA-F]{2})(?:eyJ|gh[a-z]_|github_pat_|gl[a-z]*t-|dckr_[a-z]+_|dop_v1_|ya29\.|AKIA|AKCp|cmVmdGtuO)/;

/**
 * Whether a text is a token or a random password rather than a name: it begins like the tokens of a well-known service, or
 * has a long run in which upper and lower case and digits are mixed.
 */
export function looksLikeToken(text: string): boolean {
  if (tokenStart.test(text)) return true;
  return (text.match(/[A-Za-z\d_+]{16,}/g) ?? []).some(
    (run) => /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run),
  );
}

/** A sentence without what may be a token: sentences quote keys and endpoints, and people paste tokens there. */
export function withoutTokens(sentence: string): string {
  return sentence.replace(/[^\s"'`,;()]+/g, (word) => (word.split(/[/:@=.?&#]/).some(looksLikeToken) ? hidden : word));
}
