import { oneLineJson } from "../json/tokens.ts";

/**
 * Finds the JSON that was meant by a text in which quoting went wrong: quotes with a backslash before each, line ends
 * in a private key that became real ones, doubled backslashes, quotes around it.
 *
 * @param source text from a YAML file or a decoded YAML scalar
 * @returns the JSON on one line, or `undefined` when no reading gives valid JSON
 */
export function repairJson(source: string): string | undefined {
  const bare = unwrap(source);
  for (const candidate of [bare, bare.replaceAll("''", "'")]) {
    for (const unescaped of [candidate, dropBackslashes(candidate), dropBackslashes(dropBackslashes(candidate))]) {
      for (const joined of [unescaped, escapeLineBreaks(unescaped)]) {
        const json = oneLineJson(joined) ?? oneLineJson(joined.replace(/,(\s*[}\]])/g, "$1"));
        if (json !== undefined && /^[{[]/.test(json)) return json;
      }
    }
  }
  return undefined;
}

/** Removes a block scalar's header, and quotes around the JSON. */
function unwrap(source: string): string {
  return source
    .trim()
    .replace(/^[|>][^\r\n]*\r?\n/, "")
    .trim()
    .replace(/^["'\u2018\u201c]\s*(?=[{[])/, "")
    .replace(/(?<=[}\]])\s*["'\u2019\u201d]$/, "")
    .trim();
}

/** Takes one level of backslashes away: `\"` becomes `"`, `\\n` becomes `\n`. */
function dropBackslashes(text: string): string {
  return /[{,[]\s*\\+"/.test(text) ? text.replace(/\\(["\\])/g, "$1") : text;
}

/** Writes the real line breaks inside strings as `\n`; blanks after them came from indentation. */
function escapeLineBreaks(text: string): string {
  return text.replace(/"(?:[^"\\]|\\[\s\S])*"/g, (string) => string.replace(/[ \t]*\r?\n[ \t]*/g, "\\n"));
}
