import { isShownHost } from "../display/shown.ts";

/** A request that an error names. */
export interface ErrorRequest {
  readonly scheme: "http" | "https";
  readonly host: string | undefined;
  readonly path: string;
  readonly forToken: boolean;
  readonly mirrorOf: string | undefined;
}

/** Other URLs in an error tell where to read more. */
const requestUrl =
  /(?<=(?:get|head|post|put|requestto|statuscode|url=)["'[]*)(https?):\/\/([^/"'\s?#\\]+)([^"'\s?#\\]*)(?:\?([^"'\s]*))?/gi;

/** The last request that a text names before its error, else the first one after it. */
export function requestBefore(squeezed: string, end: number): ErrorRequest | undefined {
  const urls = [...squeezed.matchAll(requestUrl)];
  const match = urls.filter(({ index }) => index < end).at(-1) ?? urls[0];
  if (!match) return undefined;
  const [, scheme = "", authority = "", path = "", rest = ""] = match;
  // A status follows the URL after a colon; a port is escaped in a query.
  const query = rest.replace(/:[1-5]\d\d(?=[A-Za-z]).*$/, "");
  const before = squeezed.slice(0, match.index);
  return {
    scheme: scheme.toLowerCase() === "http" ? "http" : "https",
    host: safeHost(authority),
    path,
    forToken: /token:[\s\S]{0,80}$/i.test(before) || /(?:^|&)(?:scope|service)=/.test(query),
    mirrorOf: safeHost(decoded(/(?:^|&)ns=([^&]*)/.exec(query)?.[1] ?? "")),
  };
}

/** A host beside an error without a URL. */
export function hostBeside(text: string): string | undefined {
  const named =
    /\bhost="?([^\s"]+)"?/.exec(text) ??
    /pulling from host (\S+) failed/.exec(text) ??
    /\blookup (\S+?):? (?:on|no such|Try)\b/i.exec(text);
  return safeHost(named?.[1] ?? "");
}

/** A host without what may stand before it as a user; nothing that only looks like one, which may be a secret. */
function safeHost(authority: string): string | undefined {
  const host = authority.replace(/^.*@/s, "").replace(/[,;:.]+$/, "");
  return host !== "*" && isShownHost(host) ? host : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
