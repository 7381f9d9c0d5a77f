import type { EndpointAddress } from "./endpoint.ts";
import { hasStrayCharacter, keyFault } from "./keys.ts";

/** An address without user, query and fragment. What looks like a user in the path is one that a slip put there. */
export function shownUrl({ scheme, host, path }: EndpointAddress): string {
  return `${scheme}://${shownHost(host)}${/[@?#=]/.test(path) ? "/…" : path}`;
}

/** The host of an address without what a slip put before it. */
export function shownHost(host: string): string {
  return host.replace(/^.*@/s, "…@");
}

/** Whether a key is a host that can be shown, and not what slipped into its place. */
export function isPlainHost(key: string): boolean {
  return keyFault(key) === undefined && !hasStrayCharacter(key) && /[.:]|^localhost$/.test(key);
}

/** Whether a value is the path of a file on the node, so that it can be shown: people paste keys there too. */
export function isPlainPath(text: string): boolean {
  return text.length < 200 && /^(?:\/|[A-Za-z]:[\\/])[\w.@+\\/ -]*$/.test(text) && !/[\w+]{60}/.test(text);
}

/**
 * A user as it can be shown: users have names of robots, accounts and mails, and people put tokens in their place.
 *
 * @returns `undefined` for what may be a secret
 */
export function shownUser(username: string): string | undefined {
  if (!/^[\w.@$+|:-]{1,80}$/.test(username)) return undefined;
  if (/^(?:ya29\.|dckr_|gh[a-z]_|github_pat_|gl[a-z]*t-|eyJ|AKIA)/.test(username)) return undefined;
  // A long run of letters and digits is a token, but for the ids of Azure, which have dashes.
  return /[A-Za-z\d]{25}/.test(username) ? undefined : username;
}
