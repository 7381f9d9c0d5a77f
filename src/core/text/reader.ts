import type { Phrase } from "./phrase.ts";

/**
 * The name `k3s` where a sentence says what reads the file: not in a path, an id, a command, a version or quotes, and not
 * beside RKE2, where both are meant.
 */
const subject =
  /(?<![\w/.@#+"'`-]|RKE2 (?:and|or|und|oder) |systemctl restart )k3s(?![\w/@#+"`-]|[.:]\S| v\d| (?:and|or|und|oder) RKE2)('s?)?/g;

/**
 * A sentence about what k3s does, for another product that shares its code.
 *
 * @param reader the name of that product
 */
export function withReader(sentence: string, reader: string): string {
  return sentence.replace(subject, (_, possessive) => (possessive ? `${reader}'s` : reader));
}

/**
 * Plain data with all phrases in it said for another product than k3s.
 *
 * @param reader the name of that product; `undefined` for k3s, or where none is known
 */
export function forReader<Data>(data: Data, reader: string | undefined): Data {
  return reader === undefined ? data : (marked(data, reader) as Data);
}

function marked(data: unknown, reader: string): unknown {
  if (Array.isArray(data)) return data.map((item) => marked(item, reader));
  if (typeof data !== "object" || data === null) return data;
  if (isPhrase(data)) return { ...data, reader };
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, marked(value, reader)]));
}

function isPhrase(data: object): data is Phrase {
  return "text" in data && typeof data.text === "string" && "values" in data && Array.isArray(data.values);
}
