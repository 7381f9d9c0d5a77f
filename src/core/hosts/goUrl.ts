import { lossyUtf8, utf8Bytes } from "../text/utf8.ts";
import { ipv6Groups } from "./ipAddress.ts";

/** Why Go's `url.Parse` refuses a text. */
export type UrlFault = "scheme" | "host" | "port" | "userinfo" | "escape" | "control-character" | "colon-in-path";

/** The parts that Go's `url.Parse` finds in a text; escapes in `host` and `path` are decoded. */
export interface GoUrl {
  readonly scheme: string;
  /** What follows the scheme when that is no `/`; host and path are empty then. */
  readonly opaque: string;
  /** As written. */
  readonly userinfo: string | undefined;
  readonly host: string;
  readonly path: string;
  /** The path as written; it is what `goUrlText` gives, unless something in it must be escaped. */
  readonly rawPath: string;
  /** Whether a single `/` follows the scheme. */
  readonly omitHost: boolean;
  /** Empty when nothing follows the `?`. */
  readonly query: string | undefined;
  /** What follows the first `#`, with its escapes decoded. */
  readonly fragment: string;
  readonly rawFragment: string;
}

/**
 * Go's `url.Parse`. Source: Go 1.26 `net/url`, except that a host may hold several colons as in k3s' releases up to
 * now (`urlstrictcolons=0`, what a module for Go 1.25 or older gets). Escapes of bytes that are no UTF-8 become U+FFFD.
 */
export function parseGoUrl(text: string): GoUrl | UrlFault {
  const hash = text.indexOf("#");
  if (hash < 0) return parseWithFragment(text, "");
  const fragment = text.slice(hash + 1);
  const url = parseWithFragment(text.slice(0, hash), fragment);
  return typeof url !== "string" && hasBadEscape(fragment) ? "escape" : url;
}

/** Go's `URL.String`. */
export function goUrlText({
  scheme,
  opaque,
  userinfo,
  host,
  path,
  rawPath,
  omitHost,
  query,
  fragment,
  rawFragment,
}: GoUrl): string {
  let text = scheme === "" ? "" : `${scheme}:`;
  if (opaque !== "") text += opaque;
  else {
    if (!(omitHost && host === "" && userinfo === undefined)) text += "//";
    if (userinfo !== undefined) text += `${userinfoText(userinfo)}@`;
    text += escaped(host, /[^\w.~!$&'()*+,;=:[\]<>"-]/);
    text += writtenPath({ path, rawPath });
  }
  if (query !== undefined) text += `?${query}`;
  const kept = !/[^\w.~$&+,/:;=?@!'()*[\]%-]/.test(rawFragment);
  return fragment === "" ? text : `${text}#${kept ? rawFragment : escaped(fragment, /[^\w.~$&+,/:;=?@!()*-]/)}`;
}

const pathEscapes = /[^\w.~$&+,/:;=@-]/;

/** A path as Go writes it into a request: as it was read, unless something in it must be escaped. */
export function writtenPath({ path, rawPath }: Pick<GoUrl, "path" | "rawPath">): string {
  return decoded(rawPath) === path && !/[^\w.~$&+,/:;=@!'()*[\]%-]/.test(rawPath)
    ? rawPath
    : escaped(path, pathEscapes);
}

/** @param rawFragment what follows the first `#`, which is not in the text */
function parseWithFragment(text: string, rawFragment: string): GoUrl | UrlFault {
  if (/[\x00-\x1f\x7f]/.test(text)) return "control-character";
  if (text.startsWith(":")) return "scheme";
  const named = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(text);
  const scheme = named?.[1]?.toLowerCase() ?? "";
  const afterScheme = named ? text.slice(named[0].length) : text;
  const mark = afterScheme.indexOf("?");
  const query = mark < 0 ? undefined : afterScheme.slice(mark + 1);
  const rest = mark < 0 ? afterScheme : afterScheme.slice(0, mark);
  const [userinfo, host] = [undefined, ""];
  if (!rest.startsWith("/")) {
    if (scheme !== "")
      return goUrl({ scheme, opaque: rest, userinfo, host, rawPath: "", omitHost: false, query, rawFragment });
    if (/^[^/]*:/.test(rest)) return "colon-in-path";
  }
  if (!rest.startsWith("//") || (scheme === "" && rest.startsWith("///")))
    return goUrl({ scheme, opaque: "", userinfo, host, rawPath: rest, omitHost: scheme !== "", query, rawFragment });
  return withAuthority(scheme, rest, query, rawFragment);
}

/** @param rest two slashes, the authority and the path */
function withAuthority(scheme: string, rest: string, query: string | undefined, rawFragment: string): GoUrl | UrlFault {
  const slash = rest.indexOf("/", 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const at = authority.lastIndexOf("@");
  const host = parseHost(authority.slice(at + 1));
  if (typeof host === "string") return host;
  const userinfo = at < 0 ? undefined : authority.slice(0, at);
  if (userinfo !== undefined && /[^\w.:~!$&'()*+,;=%@-]/.test(userinfo)) return "userinfo";
  if (hasBadEscape(userinfo ?? "")) return "escape";
  const rawPath = slash < 0 ? "" : rest.slice(slash);
  return goUrl({ scheme, opaque: "", userinfo, host: host.name, rawPath, omitHost: false, query, rawFragment });
}

/** Each part is named, since spreading an object takes several times as long, measured. */
function goUrl({
  scheme,
  opaque,
  userinfo,
  host,
  rawPath,
  omitHost,
  query,
  rawFragment,
}: Omit<GoUrl, "path" | "fragment">): GoUrl | UrlFault {
  if (hasBadEscape(rawPath)) return "escape";
  const [path, fragment] = [decoded(rawPath), decoded(rawFragment)];
  return { scheme, opaque, userinfo, host, path, rawPath, omitHost, query, fragment, rawFragment };
}

function parseHost(host: string): { readonly name: string } | UrlFault {
  const bracket = host.lastIndexOf("[");
  if (bracket > 0) return "host";
  if (bracket === 0) {
    const close = host.lastIndexOf("]");
    if (close < 0) return "host";
    if (!/^(?::\d*)?$/.test(host.slice(close + 1))) return "port";
    const address = host.slice(1, close);
    const zone = address.indexOf("%25");
    const fault =
      hostFault(zone < 0 ? address : address.slice(0, zone)) ?? (zone < 0 ? undefined : zoneFault(address.slice(zone)));
    if (fault) return fault;
    return ipv6Groups(decoded(address)) ? { name: `[${decoded(address)}]${host.slice(close + 1)}` } : "host";
  }
  if (host.includes(":") && !/:\d*$/.test(host)) return "port";
  return hostFault(host) ?? { name: decoded(host) };
}

/** In a host, only bytes that are no ASCII may be escaped. */
function hostFault(text: string): UrlFault | undefined {
  if (/^[\w.:-]*$/.test(text)) return undefined;
  const fault = /%(?:25|[89a-f][\da-f])|(%)|[^\w.~!$&'()*+,;=:[\]<>"\x80-\uffff-]/gi;
  for (const [found, percent] of text.matchAll(fault)) {
    if (percent !== undefined) return "escape";
    if (!found.startsWith("%")) return "host";
  }
  return undefined;
}

function zoneFault(text: string): UrlFault | undefined {
  const fault = /%(?:25|20|[89a-f][\da-f]|([2-7][\da-f]))|(%)|[^\w.~!$&'()*+,;=:[\]<>"\x80-\uffff-]/gi;
  for (const [found, ascii, percent] of text.matchAll(fault)) {
    if (percent !== undefined) return "escape";
    if (ascii !== undefined && hostFault(String.fromCharCode(Number.parseInt(ascii, 16)))) return "escape";
    if (!found.startsWith("%")) return "host";
  }
  return undefined;
}

function hasBadEscape(text: string): boolean {
  return text.includes("%") && /%(?![\da-f]{2})/i.test(text);
}

function decoded(text: string): string {
  if (!text.includes("%")) return text;
  const bytes: number[] = [];
  for (const [part] of text.matchAll(/%[\da-f]{2}|[^%]+/gi))
    if (part.startsWith("%")) bytes.push(Number.parseInt(part.slice(1), 16));
    else for (const byte of utf8Bytes(part)) bytes.push(byte);
  return lossyUtf8(bytes);
}

function userinfoText(userinfo: string): string {
  const colon = userinfo.indexOf(":");
  const part = (text: string): string => escaped(decoded(text), /[^\w.~$&+,;=-]/);
  return colon < 0 ? part(userinfo) : `${part(userinfo.slice(0, colon))}:${part(userinfo.slice(colon + 1))}`;
}

/** @param needed matches a character that has to be escaped; all that are no ASCII have to be */
function escaped(text: string, needed: RegExp): string {
  if (!needed.test(text)) return text;
  const byte = (value: number): string => {
    const character = String.fromCharCode(value);
    return value >= 0x80 || needed.test(character)
      ? `%${value.toString(16).toUpperCase().padStart(2, "0")}`
      : character;
  };
  return utf8Bytes(text).map(byte).join("");
}
