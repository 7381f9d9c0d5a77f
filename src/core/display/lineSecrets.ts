import { isSecretKey } from "./secretKey.ts";
import { secretParts } from "./secretParts.ts";
import type { SecretSpan } from "./secretSpan.ts";

/** A key with its colon, narrow or wide, in a comment or in a line that can't be read. */
const entryKey = /(?<![\w-])([\w-]+)["']?[ \t]*[:\uff1a][ \t]*/g;

/** The first word of a line without a colon after it. */
const firstWord = /^[ \t]{0,99}(?:- {1,9})?["']?(\w[\w-]{0,99})["']?[ \t]+(?=[^\s:=])/;

/** A key whose value is on the next line. */
const openKey = /(?<![\w-])([\w-]{1,99})["']?[ \t]{0,9}:[ \t]{0,9}(?:[|>][-+\d]{0,3})?$/;

/** The secrets in comments: values that are commented out, users in addresses, tokens. */
export function commentSecrets(text: string): readonly SecretSpan[] {
  const spans: SecretSpan[] = [];
  for (let hash = text.indexOf("#"); hash >= 0; ) {
    const end = lineStop(text, hash);
    for (const span of lineSecrets(text.slice(hash, end), hash)) spans.push(span);
    hash = text.indexOf("#", end);
  }
  return spans;
}

/**
 * The secrets of a text that is no YAML: by its lines alone, since nothing tells where a value ends. What is indented
 * more than a secret's key may be the rest of its value.
 *
 * @param isSecret true for a key whose value is a secret
 */
export function unreadSecrets(text: string, isSecret = isSecretKey): readonly SecretSpan[] {
  const spans: SecretSpan[] = [];
  let depth = Number.POSITIVE_INFINITY;
  let isOpen = false;
  for (let start = 0; start < text.length; ) {
    const end = lineStop(text, start);
    const line = text.slice(start, end);
    const indent = line.search(/\S/);
    // What should be indented, and is not, is still the value.
    if (indent > depth || (isOpen && indent >= 0 && !/:(?:\s|$)/.test(line))) {
      spans.push({ start: start + indent, end, whole: false });
      isOpen = false;
    } else if (indent >= 0) {
      const found = lineSecrets(line, start, isSecret);
      for (const span of found) spans.push(span);
      const [before = "", word = ""] = firstWord.exec(line) ?? [];
      // In a script it is a command.
      if (isSecret === isSecretKey && isSecret(word)) spans.push({ start: start + before.length, end, whole: false });
      isOpen = isSecret(openKey.exec(line.trimEnd())?.[1] ?? "");
      const entry = firstEntry(line, isSecret);
      depth = entry && !/^[&!*]|^$|^\{\s*(?:$|[a-z_]+:)/.test(entry.value) ? indent : Number.POSITIVE_INFINITY;
    }
    start = end + 1;
  }
  return spans;
}

function lineSecrets(line: string, offset: number, isSecret = isSecretKey): readonly SecretSpan[] {
  const entry = firstEntry(line, isSecret);
  const open = entry && !/^\{\s*[a-z_]+:/i.test(entry.value) && entry.value !== "" ? entry.start : line.length;
  const spans: SecretSpan[] = [];
  if (open < line.length) spans.push({ start: offset + open, end: offset + line.trimEnd().length, whole: false });
  for (const { 0: word, index } of line.slice(0, open).matchAll(/[^\s"'`]+/g))
    for (const { start, end } of secretParts(word, "other"))
      spans.push({ start: offset + index + start, end: offset + index + end, whole: false });
  return spans;
}

/** The value of the first secret's key on a line that has one which is not itself a map of further keys. */
function firstEntry(
  line: string,
  isSecret: typeof isSecretKey,
): { readonly start: number; readonly value: string } | undefined {
  for (const { 0: entry, 1: key = "", index } of line.matchAll(entryKey)) {
    if (!isSecret(key)) continue;
    const start = index + entry.length;
    const value = line.slice(start).trimEnd();
    if (value !== "" && !/^\{\s*[a-z_]+:/i.test(value)) return { start, value };
  }
  return undefined;
}

/** Where the line of an offset ends, without its line break. */
export function lineStop(text: string, offset: number): number {
  const rest = /[\r\n]/g;
  rest.lastIndex = offset;
  return rest.exec(text)?.index ?? text.length;
}
