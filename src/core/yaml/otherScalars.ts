import type { CST } from "yaml";
import type { FaultReport } from "./otherFault.ts";
import type { OtherScalar } from "./otherYaml.ts";

/** The text that a character after `\` stands for: https://yaml.org/spec/1.2.2/#57-escaped-characters. */
export const otherEscapes: ReadonlyMap<string, string> = new Map([
  ["0", "\0"],
  ["a", "\x07"],
  ["b", "\b"],
  ["t", "\t"],
  ["n", "\n"],
  ["v", "\v"],
  ["f", "\f"],
  ["r", "\r"],
  ["e", "\x1b"],
  ['"', '"'],
  ["/", "/"],
  ["\\", "\\"],
  [" ", " "],
  ["\t", "\t"],
  ["N", "\x85"],
  ["_", "\xa0"],
  ["L", "\u2028"],
  ["P", "\u2029"],
]);

/** Returns the string of a plain or quoted scalar as YAML 1.2 reads it. */
export function flowScalar({ type, offset, source }: CST.FlowScalar, report: FaultReport): string {
  if (type === "scalar") {
    if (/^[\t,%|>@`]/.test(source)) report("reserved", offset);
    return folded(source);
  }
  const isDouble = type === "double-quoted-scalar";
  const inner = source.slice(1, -1);
  const isClosed = source.length > 1 && source.endsWith(isDouble ? '"' : "'");
  if (!isClosed || (isDouble && inner.replace(/\\[\s\S]/g, "").endsWith("\\"))) report("quote", offset + source.length);
  return isDouble ? unescaped(inner, offset + 1, report) : folded(inner).replaceAll("''", "'");
}

/** A line break is worth a space; of several, all but the first stay. Blanks around them are left out. */
function folded(text: string): string {
  if (!text.includes("\n")) return text;
  return text.replace(/(?<![ \t])[ \t]*(?:\r?\n[ \t]*)+/g, foldedBreaks);
}

function foldedBreaks(breaks: string): string {
  return "\n".repeat(breaks.split("\n").length - 2) || " ";
}

/** A code point, an escaped line break, another escape, or line breaks with the blanks around them, but no escaped one. */
const special =
  /\\(?:(x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8})|\r?\n[ \t]*|([\s\S]))|(?<=\\[ \t]|[^ \t]|^)([ \t]*(?:\r?\n[ \t]*)+)/g;

/** @param offset where the text is in the file */
function unescaped(text: string, offset: number, report: FaultReport): string {
  return text.replace(
    special,
    (found: string, hex: string | undefined, char: string | undefined, breaks: string | undefined, at: number) => {
      if (breaks !== undefined) return foldedBreaks(breaks);
      if (hex === undefined && char === undefined) return "";
      const code = Number.parseInt(hex?.slice(1) ?? "", 16);
      const value = code <= 0x10ffff ? String.fromCodePoint(code) : otherEscapes.get(char ?? "");
      if (value === undefined) report("escape", offset + at);
      return value ?? found;
    },
  );
}

/** What is after `|` or `>`. */
export interface BlockScalar {
  readonly style: OtherScalar["style"];
  readonly value: string;
  readonly end: number;
}

/**
 * Reads a scalar after `|` or `>` as YAML 1.2 does: https://yaml.org/spec/1.2.2/#81-block-scalar-styles.
 *
 * @param isRoot true if it is the root of its document, which needs no indentation
 */
export function blockScalar(token: CST.BlockScalar, isRoot: boolean, report: FaultReport): BlockScalar {
  const { mode, chomping, increment, end: start } = blockHeader(token, report);
  const lines = token.source === "" ? [] : token.source.split("\n").map(blockLine);
  const style = mode === ">" ? "folded" : "literal";
  const end = start + token.source.length;
  const first = lines.findIndex(({ text }) => text !== "");
  if (first < 0)
    return {
      style,
      value: chomping === "+" && lines.length > 0 ? "\n".repeat(Math.max(1, lines.length - 1)) : "",
      end,
    };
  const before = lines.slice(0, first);
  const offset = before.reduce((sum, { length }) => sum + length + 1, start);
  const firstIndent = lines[first]?.indent ?? 0;
  const least = token.indent + increment;
  const indent = increment > 0 ? least : firstIndent;
  const isLess = firstIndent < least || (increment === 0 && before.some((line) => line.indent > firstIndent));
  if (isLess) report("syntax", offset + firstIndent);
  if (indent === 0 && !isRoot) report("indentation", offset);
  let at = offset;
  for (const { indent: own, text, length } of lines.slice(first)) {
    if (text !== "" && own < indent) report("indentation", at + own);
    at += length + 1;
  }
  const contentEnd = 1 + lines.findLastIndex((line) => line.text !== "" || line.indent > indent);
  const content = lines
    .slice(0, contentEnd)
    .map(({ indent: own, text }) => " ".repeat(Math.max(0, own - indent)) + text);
  const breaks = chomping === "-" ? 0 : chomping === "+" ? Math.max(1, lines.length - contentEnd) : 1;
  const value = style === "folded" ? foldedLines(content, first) : content.join("\n");
  return { style, value: value + "\n".repeat(breaks), end };
}

interface BlockHeader {
  readonly mode: string;
  readonly chomping: string | undefined;
  /** How much more than its parent the text is indented, 0 if that is not written. */
  readonly increment: number;
  readonly end: number;
}

function blockHeader({ offset, props }: CST.BlockScalar, report: FaultReport): BlockHeader {
  const sources = props.map((prop) => ("source" in prop ? prop.source : ""));
  const [header = ""] = sources;
  const valid = /^[|>](?:[-+][1-9]?|[1-9][-+]?)?/.exec(header)?.[0].length ?? 0;
  if (valid < header.length) report("syntax", offset + valid);
  for (const prop of props) if (prop.type === "error") report("syntax", prop.offset);
  return {
    mode: header.charAt(0),
    chomping: /[-+]/.exec(header)?.[0],
    increment: Number(/[1-9]/.exec(header)?.[0] ?? 0),
    end: offset + sources.join("").length,
  };
}

interface BlockLine {
  readonly indent: number;
  readonly text: string;
  readonly length: number;
}

function blockLine(line: string): BlockLine {
  const indent = line.search(/[^ ]|$/);
  return { indent, text: line.slice(indent, line.endsWith("\r") ? -1 : undefined), length: line.length };
}

/**
 * Joins lines with spaces, except around empty ones and those that are indented more.
 *
 * @param first the first line that is not empty; those before it are kept
 */
function foldedLines(lines: readonly string[], first: number): string {
  let value = lines
    .slice(0, first)
    .map((line) => `${line}\n`)
    .join("");
  let gap = "";
  let wasIndented = false;
  for (const line of lines.slice(first)) {
    if (/^[ \t]/.test(line)) {
      if (gap === " ") gap = "\n";
      else if (gap === "\n" && !wasIndented) gap = "\n\n";
      value += gap + line;
      gap = "\n";
      wasIndented = true;
    } else if (line === "") {
      if (gap === "\n") value += "\n";
      else gap = "\n";
    } else {
      value += gap + line;
      gap = " ";
      wasIndented = false;
    }
  }
  return value;
}
