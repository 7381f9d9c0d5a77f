/** What stands in the place of a text that may be a secret. */
export const hidden = "…";

/** How the tokens of well-known services begin. */
const tokenStart =
  /(?<=^|[^\w-]|%[\dA-F]{2})(?:eyJ|gh[a-z]_|github_pat_|gl[a-z]*t-|dckr_[a-z]+_|dop_v1_|ya29\.|AKIA|AKCp|cmVmdGtuO)/;

/** What each of those, and each long run, has somewhere in a sentence: quick, since it looks behind nothing. */
const anyToken = /[A-Za-z\d_+]{16}|eyJ|gh[a-z]_|github_pat_|(?<![a-z])gl[a-z]|dckr_|dop_v1_|ya29|AKIA|AKCp|cmVmdGtuO/;

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

/** False for a text that `looksLikeToken` finds in no part of, as for most: it is spared a look at each. */
export function mayHoldToken(text: string): boolean {
  return anyToken.test(text);
}

/**
 * A sentence without what may be a token or the user of an address: sentences quote keys and endpoints, and people paste
 * such there.
 */
export function withoutTokens(sentence: string): string {
  const bare = mayHoldToken(sentence)
    ? sentence.replace(/[^\s"'`,;()]+/g, (word) => (word.split(/[/:@=.?&#]/).some(looksLikeToken) ? hidden : word))
    : sentence;
  return /[@?]/.test(bare) ? bare.replace(/[^\s"'`]+/g, withoutUser) : bare;
}

/** An address in a sentence without the user and the query that it may have; `?ns=` is containerd's own. */
function withoutUser(word: string): string {
  const at = word.lastIndexOf("@");
  const user = at < 0 ? undefined : /^[^\w]*(?:\w[\w+.-]*:\/{1,3})?/.exec(word)?.[0].length;
  const open = user === undefined || !/^\S*(?::|\/\/)/.test(word.slice(0, at)) || /^@sha\d/.test(word.slice(at));
  // What is before the last `@` of a query is its start, and the rest its end.
  const bare = open ? word : word.slice(0, user) + hidden + (/[?#]/.test(word.slice(0, at)) ? "" : word.slice(at));
  return bare.replace(/\?(?!ns=)[\w.-]+=[^\s]*/, `?${hidden}`);
}
