import {
  bang,
  type Cursor,
  dot,
  endLine,
  fail,
  isBlank,
  isBlankOrEnd,
  isDigit,
  isHex,
  isWord,
  need,
  percent,
  readWord,
  skipBlanks,
} from "./cursor.ts";
import { type Token, token } from "./tokens.ts";

/**
 * Reads `&name` or `*name`. Source: `yaml_parser_scan_anchor`; https://yaml.org/spec/1.1/#id899912 (8.1. Node Anchors)
 * and https://yaml.org/spec/1.1/#id902561 (8.4. Alias Nodes).
 */
export function scanAnchor(c: Cursor, type: "alias" | "anchor"): Token {
  const start = c.pos;
  c.pos++;
  const name = readWord(c);
  const after = c.text.charCodeAt(c.pos);
  if (name === "" || !(isBlankOrEnd(after) || "?:,]}%@`".includes(c.text.charAt(c.pos))))
    fail(c, "did not find expected alphabetic or numeric character");
  return { ...token(type, start, c.pos, c.line), value: name };
}

/**
 * Reads a `%YAML` or `%TAG` line. Source: `yaml_parser_scan_directive`; https://yaml.org/spec/1.1/#id895217 (7.1.
 * Directives).
 */
export function scanDirective(c: Cursor): Token {
  const start = c.pos;
  const startLine = c.line;
  c.pos++;
  const name = readWord(c);
  if (name === "") fail(c, "could not find expected directive name");
  if (!isBlankOrEnd(c.text.charCodeAt(c.pos))) fail(c, "found unexpected non-alphabetical character");
  let found: Token;
  if (name === "YAML") {
    skipBlanks(c);
    const major = versionNumber(c);
    if (c.text.charCodeAt(c.pos) !== dot) fail(c, "did not find expected digit or '.' character");
    c.pos++;
    const value = `${major}.${versionNumber(c)}`;
    found = { ...token("version-directive", start, c.pos, startLine), value };
  } else if (name === "TAG") {
    skipBlanks(c);
    const handle = tagHandle(c, true);
    if (!isBlank(c.text.charCodeAt(c.pos))) fail(c, "did not find expected whitespace");
    skipBlanks(c);
    const prefix = tagUri(c, "");
    if (!isBlankOrEnd(c.text.charCodeAt(c.pos))) fail(c, "did not find expected whitespace or line break");
    found = { ...token("tag-directive", start, c.pos, startLine), value: handle, suffix: prefix };
  } else fail(c, "found unknown directive name");
  endLine(c, "did not find expected comment or line break");
  return found;
}

function versionNumber(c: Cursor): number {
  const start = c.pos;
  while (isDigit(c.text.charCodeAt(c.pos))) {
    if (c.pos - start === 2) fail(c, "found extremely long version number");
    c.pos++;
  }
  if (c.pos === start) fail(c, "did not find expected version number");
  return Number(c.text.slice(start, c.pos));
}

/**
 * Reads `!name`, `!!name`, `!handle!name` or `!<uri>`. Source: `yaml_parser_scan_tag`; `c-ns-tag-property` of
 * https://yaml.org/spec/1.1/#id900262 (8.2. Node Tags).
 */
export function scanTag(c: Cursor): Token {
  const start = c.pos;
  let handle = "";
  let suffix: string;
  if (c.text.charAt(c.pos + 1) === "<") {
    c.pos += 2;
    suffix = tagUri(c, "");
    if (c.text.charAt(c.pos) !== ">") fail(c, "did not find the expected '>'");
    c.pos++;
  } else {
    handle = tagHandle(c, false);
    if (handle.length > 1 && handle.endsWith("!")) suffix = tagUri(c, "");
    else {
      suffix = tagUri(c, handle);
      handle = suffix === "" ? "" : "!";
      if (suffix === "") suffix = "!";
    }
  }
  need(c, 1);
  if (!isBlankOrEnd(c.text.charCodeAt(c.pos))) fail(c, "did not find expected whitespace or line break");
  return { ...token("tag", start, c.pos, c.line), value: handle, suffix };
}

function tagHandle(c: Cursor, directive: boolean): string {
  if (c.text.charCodeAt(c.pos) !== bang) fail(c, "did not find expected '!'");
  const start = c.pos;
  c.pos++;
  readWord(c);
  if (c.text.charCodeAt(c.pos) === bang) c.pos++;
  else if (directive && c.pos - start > 1) fail(c, "did not find expected '!'");
  return c.text.slice(start, c.pos);
}

function tagUri(c: Cursor, head: string): string {
  let uri = head.slice(1);
  let found = head !== "";
  for (;;) {
    const char = c.text.charAt(c.pos);
    if (char === "%") uri += uriEscape(c);
    else if (isWord(c.text.charCodeAt(c.pos)) || ";/?:@&=+$,.!~*'()[]".includes(char)) {
      uri += char;
      c.pos++;
    } else break;
    found = true;
  }
  need(c, 1);
  if (!found) fail(c, "did not find expected tag URI");
  return uri;
}

/** One character of a tag, written as one to four `%XX`. */
function uriEscape(c: Cursor): string {
  const start = c.pos;
  let width = 1;
  for (let left = 1; left > 0; left--) {
    if (
      c.text.charCodeAt(c.pos) !== percent ||
      !isHex(c.text.charCodeAt(c.pos + 1)) ||
      !isHex(c.text.charCodeAt(c.pos + 2))
    )
      fail(c, "did not find URI escaped octet");
    const octet = Number.parseInt(c.text.slice(c.pos + 1, c.pos + 3), 16);
    if (c.pos === start) {
      width = octet < 0x80 ? 1 : octet >> 5 === 6 ? 2 : octet >> 4 === 14 ? 3 : octet >> 3 === 30 ? 4 : 0;
      if (width === 0) fail(c, "found an incorrect leading UTF-8 octet");
      left = width;
    } else if ((octet & 0xc0) !== 0x80) fail(c, "found an incorrect trailing UTF-8 octet");
    c.pos += 3;
  }
  try {
    return decodeURIComponent(c.text.slice(start, c.pos));
  } catch {
    return "\ufffd";
  }
}
