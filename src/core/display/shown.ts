import type { EndpointAddress } from "../hosts/endpoint.ts";
import { type GoUrl, writtenPath } from "../hosts/goUrl.ts";
import { applyEdits } from "../text/span.ts";
import { secretParts } from "./secretParts.ts";
import { hidden, looksLikeToken } from "./token.ts";

/** Without a class of Unicode where none is needed: the first one takes Node longer than the rest of a small file. */
const asciiHost = /^([\w.*-]+)(:\d{1,5})?$/;
const anyHost = /^([\w\p{L}.*-]+)(:\d{1,5})?$/u;

function isAscii(text: string): boolean {
  return !/[^\x00-\x7f]/.test(text);
}

/**
 * Whether a text in a registry's place may be shown: only what looks like a host, or like a name that someone gave one.
 * People paste users, passwords, tokens and whole keys there.
 *
 * @param host a key of `mirrors` or `configs`, or the host of an endpoint; `*` and names with it are shown
 */
export function isShownHost(host: string): boolean {
  if (host.length > 253 || looksLikeToken(host)) return false;
  if (/^(?:\[[\da-f:.]+\](?::\d{1,5})?|[\da-f]{0,4}(?::[\da-f]{0,5}){2,8})$/i.test(host) || host === "*") return true;
  const [, name = "", port] = (isAscii(host) ? asciiHost : anyHost).exec(host) ?? [];
  if (name === "" || name.split(".").some((label) => label.length > 63)) return false;
  return name.includes(".") || port !== undefined || isGivenName(name);
}

/** Whether images can name a registry by a key, and it may be shown. */
export function isPlainHost(key: string): boolean {
  return isShownHost(key) && !key.includes("*") && /[.:]|^localhost$/.test(key);
}

/** A word or two, as people name their registries; a password of letters and digits changes between them more often. */
function isGivenName(name: string): boolean {
  const changes = name.match(/\d[a-z]|[a-z]\d/g)?.length ?? 0;
  return name.length <= 24 && /^_?[a-z][a-z\d_-]*$/.test(name) && changes <= 2;
}

/** A registry's key or host where it may be shown, without a user before it; else `…`. */
export function shownHost(host: string): string {
  if (isShownHost(host)) return host;
  const bare = host.slice(host.lastIndexOf("@") + 1);
  return bare !== host && isPlainHost(bare) ? `${hidden}@${bare}` : hidden;
}

/** A registry's key as it is written, whatever it is, but for what is or could be a secret. */
export function shownKey(key: string): string {
  return applyEdits(
    key,
    secretParts(key, "address").map((part) => ({ ...part, text: hidden })),
  );
}

/**
 * An address as it is contacted, without user, query and fragment. What looks like one of these in the path was put there
 * by a slip.
 */
export function shownUrl({
  scheme,
  host,
  path,
  rawPath = path,
}: Pick<EndpointAddress, "scheme" | "host" | "path"> & Partial<Pick<GoUrl, "rawPath">>): string {
  return `${shownScheme(scheme)}://${host === "" ? "" : shownHost(host)}${isShownPath(path) ? writtenPath({ path, rawPath }) : `/${hidden}`}`;
}

/** An address as people write it, without `/v2`, and without what may be a secret in it. */
export function shownAddress({ scheme, host, path, overridesPath }: EndpointAddress): string {
  return `${shownScheme(scheme)}://${shownHost(host)}${overridesPath && isShownPath(path) ? path : ""}`;
}

/** A misspelt `http` is shown too, as `httpx`. */
function shownScheme(scheme: string): string {
  return /^http[a-z]{0,3}$/.test(scheme) ? scheme : hidden;
}

/** The repository of an image after a rewrite, which the file makes of it: a token can stand in the replacement. */
export function shownRepository(repository: string): string {
  return isShownPath(repository) ? repository : hidden;
}

/** Whether the path of a URL, decoded, or the name of a repository, a tag behind it or not, may be shown. */
export function isShownPath(path: string): boolean {
  const plain = /^(?:[\w\p{L}\ufffd./~ $-]|:(?:[\d.]{1,12}|[\da-f]{64,128})(?=\/|$))*$/u;
  return plain.test(path) && path.length < 200 && !path.split(/[/:]/).some(looksLikeToken);
}

/** Whether a value is the path of a file on the node, so that it can be shown: people paste keys there too. */
export function isPlainPath(text: string): boolean {
  if (text.length >= 200 || !/^(?:\/|[A-Za-z]:[\\/])[\w.@+:,~=\\/ -]*$/.test(text)) return false;
  return !/[\w+]{60}/.test(text) && !text.split(/[\\/:=,]/).some(looksLikeToken);
}

/**
 * A user as it can be shown: users have names of robots, accounts, domains and mails, and people put tokens, or the
 * password with a colon, in their place.
 *
 * @returns `undefined` for what may be a secret
 */
export function shownUser(username: string): string | undefined {
  if (!/^(?:system:[\w:.-]+|[\w.@$+|\\/-]{1,80})$/.test(username) || looksLikeToken(username)) return undefined;
  // A long run of letters and digits is a token, but for the ids of Azure, which have dashes.
  return /[A-Za-z\d]{25}/.test(username) ? undefined : username;
}

/** The same for a user whose password is known: that of DigitalOcean is the user too. */
export function shownAccount(username: string, password: string): string | undefined {
  return password !== "" && username.includes(password) ? undefined : shownUser(username);
}
