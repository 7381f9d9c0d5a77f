/** A challenge of a `WWW-Authenticate` header, such as `Bearer realm="…",service="…"`. */
export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  /** By name in lower case; of two with one name the last one counts, as in containerd. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** The most of a header that is read, and the most challenges in it. */
const [maxHeader, maxChallenges] = [16_384, 20];

const token = /[!#$%&'*+.^_`|~\w-]+/y;
const quoted = /"((?:[^"\\]|\\.)*)"?/sy;
const bare = /[^\s,"]*/y;
const blanks = /[ \t]*/y;

/**
 * Parses the challenges of a header: in any order and case, several in one header, values quoted or not. What is neither
 * a scheme nor a parameter is skipped. Source: https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1.
 *
 * @param header the value of the header, or of several of them with commas between
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const text = header.slice(0, maxHeader);
  const found: { readonly scheme: string; readonly parameters: Map<string, string> }[] = [];
  const take = (pattern: RegExp, at: number): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  for (let at = 0; at < text.length; ) {
    const [name = ""] = take(token, at) ?? [];
    if (name === "") {
      at++;
      continue;
    }
    at += name.length;
    const equals = at + (take(blanks, at)?.[0].length ?? 0);
    if (text[equals] !== "=" || found.length === 0) {
      if (found.length === maxChallenges) return found;
      found.push({ scheme: name.toLowerCase(), parameters: new Map() });
      continue;
    }
    const start = equals + 1 + (take(blanks, equals + 1)?.[0].length ?? 0);
    const string = take(quoted, start);
    const [all = "", inside] = string ?? take(bare, start) ?? [];
    found.at(-1)?.parameters.set(name.toLowerCase(), inside?.replace(/\\(.)/gs, "$1") ?? all);
    at = start + all.length;
  }
  return found;
}

/**
 * The challenge that containerd answers: Bearer where there is one, else Basic. Source: containerd
 * `core/remotes/docker/auth/parse.go`.
 *
 * @param header `undefined` if the answer has none
 */
export function answeredChallenge(header: string | undefined): Challenge | undefined {
  const challenges = parseChallenges(header ?? "");
  return ["bearer", "basic"]
    .map((scheme) => challenges.find((challenge) => challenge.scheme === scheme))
    .find((challenge) => challenge !== undefined);
}
