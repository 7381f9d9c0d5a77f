import { readEndpoint } from "../hosts/endpoint.ts";
import { withoutEnds } from "../text/trim.ts";
import { endpointFlaw } from "./endpointFlaw.ts";

/** An endpoint as it was meant. */
export interface RepairedEndpoint {
  readonly url: string;
  /** Whether nothing else can have been meant. */
  readonly certain: boolean;
}

const schemes: Readonly<Record<string, "http" | "https">> = {
  http: "http",
  https: "https",
  ...named("https", "htps htpps hhtps httpss htttps httsp hhttps ttps htpts thtps httos httls"),
  ...named("http", "htp hhtp htttp httpp ttp hhttp htpp thtp htto"),
};

function named(scheme: "http" | "https", spellings: string): Record<string, "http" | "https"> {
  return Object.fromEntries(spellings.split(" ").map((spelling) => [spelling, scheme]));
}

/** In UTF-16 units: the longest name of a host, with room for a scheme, a port and blanks. */
const longestEndpoint = 400;

const plainHost = /^(?:[a-z\d][\w.-]*|\[[\da-f:.]+\])(?::\d{1,5})?(?:\/(?:v2)?)?$/i;

/**
 * What was meant by an endpoint that has a flaw: blanks and quotes around it, a scheme written twice, misspelt or with
 * the wrong signs after it.
 *
 * @returns `undefined` when that can't be told, or when its path would need a look of its own
 */
export function repairEndpoint(text: string): RepairedEndpoint | undefined {
  // No endpoint is longer, and what is meant by one that is can't be told.
  if (text.length > longestEndpoint) return undefined;
  const bare = withoutEnds(text, (char) => edge.test(char));
  const url = withScheme(bare);
  if (!url || url.url === text) return undefined;
  const reading = readEndpoint(url.url);
  const flaw = reading.ok ? endpointFlaw({ text: url.url, address: reading.address }) : reading.fault;
  return flaw === undefined ? url : undefined;
}

/** Blanks and quotes, as they come with what is copied from a page. */
const edge = /[\s"'`\u201c\u201d\u2018\u2019]/;

function withScheme(bare: string): RepairedEndpoint | undefined {
  // With `s` it never fails behind the word, so that blanks are divided in one way only.
  const match = /^([a-z]+)\s*([:;]?)\s*([\\/]*)\s*(.*)$/is.exec(bare);
  const [, word = "", colon = "", slashes = "", rest = ""] = match ?? [];
  const scheme = schemes[word.toLowerCase()];
  if (!match || (colon === "" && slashes.length < 2)) {
    const reading = readEndpoint(bare);
    return reading.ok && plainHost.test(bare)
      ? { url: `${reading.address.scheme}://${bare}`, certain: true }
      : undefined;
  }
  if (scheme) {
    const inner = /^(https?):\/\/(.*)$/i.exec(rest);
    const [, again = scheme, host = rest] = inner ?? [];
    if (!plainHost.test(host)) return undefined;
    return { url: `${again.toLowerCase()}://${host}`, certain: again.toLowerCase() === scheme };
  }
  return slashes === "//" && /^(?:oci|docker|docker-image|registry|ssl|tls)$/i.test(word) && plainHost.test(rest)
    ? { url: `https://${rest}`, certain: false }
    : undefined;
}
