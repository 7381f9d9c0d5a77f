import type { TextEdit } from "./span.ts";

/**
 * Makes git ignore one file: a line at the end of a `.gitignore`, at its own line end.
 *
 * @param text the `.gitignore` as it is; empty for a new one
 * @param path the file's path from the folder of the `.gitignore`, with `/`
 */
export function ignoringEdit(text: string, path: string): TextEdit {
  const eol = /\r\n/.test(text) ? "\r\n" : "\n";
  const start = text === "" || /[\r\n]$/.test(text) ? "" : eol;
  return { start: text.length, end: text.length, text: `${start}/${literalPattern(path)}${eol}` };
}

/** A pattern that matches nothing but the path (gitignore's own page: `\` takes the meaning off a character). */
function literalPattern(path: string): string {
  return path.replace(/[\\*?[\]]/g, "\\$&").replace(/ +$/, (blanks) => blanks.replaceAll(" ", "\\ "));
}
