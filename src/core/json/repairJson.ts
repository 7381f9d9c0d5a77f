import { oneLineJson } from "./tokens.ts";

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
    .replace(/^["'\u2018\u201c]{1,2}\s*(?=[{[])/, "")
    .replace(/(?<=[}\]])\s*["'\u2019\u201d]{1,2}$/, "")
    .trim();
}

/** Takes one level of backslashes away: `\"` becomes `"`, `\\n` becomes `\n`. */
function dropBackslashes(text: string): string {
  return /[{,[]\s*\\+"/.test(text) ? text.replace(/\\(["\\])/g, "$1") : text;
}

/** Writes the real line breaks inside strings as `\n`; blanks beside them came from indentation. */
function escapeLineBreaks(text: string): string {
  let result = "";
  let at = 0;
  for (let start = text.indexOf('"'); start >= 0; start = text.indexOf('"', at)) {
    const end = stringEnd(text, start);
    if (end === undefined) break;
    result += text.slice(at, start) + joinedLines(text.slice(start, end));
    at = end;
  }
  return result + text.slice(at);
}

/** The offset after the quote that closes a string; `undefined` when there is none. */
function stringEnd(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1;
    if (text[at] === "\\") at++;
  }
  return undefined;
}

function joinedLines(string: string): string {
  const lines = string.split(/\r?\n/);
  const last = lines.length - 1;
  return lines.map((line, index) => withoutBlanks(line, index > 0, index < last)).join("\\n");
}

function withoutBlanks(line: string, atStart: boolean, atEnd: boolean): string {
  const isBlank = (char: string | undefined): boolean => char === " " || char === "\t";
  let [start, end] = [0, line.length];
  while (atStart && start < end && isBlank(line[start])) start++;
  while (atEnd && end > start && isBlank(line[end - 1])) end--;
  return line.slice(start, end);
}
