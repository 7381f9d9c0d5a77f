import type { Span } from "../text/span.ts";

/** A host as it is written in the key of a registry or in an endpoint. The span is that of its name, without a port. */
export interface WrittenHost extends Span {
  /** Case and the brackets of an IPv6 address are kept; `*` too. */
  readonly name: string;
  /** What follows the colon after the name, `""` where nothing does; `undefined` without a colon. */
  readonly port: string | undefined;
}

/** Slips of the hand count as a scheme: `https:/` and `https//`. */
const scheme = /^(?:[a-z][a-z0-9+.-]*:\/\/|https?:\/|https?\/\/|\/\/)/i;
const hostAndPort = /^(\*|[\p{L}\p{N}._-]+|\[[\da-f:.]+(?:%[\w.%-]+)?\])(?::(\d*))?$/iu;

/**
 * Finds the host in a key or endpoint, as its writer means it: k3s takes `docker.io` for another host and `https:` for
 * one, this does neither (`readEndpoint` has what k3s makes of it). Source: docs/how-k3s-reads-it/endpoints.md#url.
 *
 * @param text the key or endpoint, as k3s reads it
 * @returns where the host is in it, in UTF-16 offsets; `undefined` where none can be made out
 */
export function writtenHost(text: string): WrittenHost | undefined {
  const start = scheme.exec(text)?.[0].length ?? 0;
  const length = text.slice(start).search(/[/?#]/);
  const authority = length < 0 ? text.slice(start) : text.slice(start, start + length);
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  const [, name, port] = hostAndPort.exec(host) ?? [];
  if (name === undefined) return undefined;
  const at = start + authority.length - host.length;
  return { name, port, start: at, end: at + name.length };
}
