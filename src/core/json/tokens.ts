import { maxDepth } from "../text/limits.ts";
import type { Span } from "../text/span.ts";

/** A token of a JSON text; `string` spans include the quotes. */
export interface JsonToken extends Span {
  readonly kind: "punctuation" | "string" | "number" | "word";
}

/** The first place where a text stops being JSON. */
export interface JsonError {
  readonly offset: number;
  readonly fault:
    | "unexpected"
    | "line-break-in-string"
    | "control-in-string"
    | "bad-escape"
    | "cut-off"
    | "trailing"
    | "too-deep";
}

export type JsonScan =
  | { readonly ok: true; readonly tokens: readonly JsonToken[] }
  | { readonly ok: false; readonly error: JsonError };

const blank = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;

function matchAt(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? "";
}

class JsonFailure extends Error {
  constructor(readonly error: JsonError) {
    super(error.fault);
  }
}

function fail(offset: number, fault: JsonError["fault"]): never {
  throw new JsonFailure({ offset, fault });
}

function stringEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const char = text[i] as string;
    if (char === '"') return i + 1;
    if (char === "\n" || char === "\r") fail(i, "line-break-in-string");
    if (char < " ") fail(i, "control-in-string");
    if (char === "\\") {
      const rest = text.slice(i + 1, i + 6);
      if (/^["\\/bfnrt]/.test(rest)) i += 1;
      else if (/^u[0-9a-fA-F]{4}/.test(rest)) i += 5;
      else fail(i, rest === "" ? "cut-off" : "bad-escape");
    }
  }
  return fail(text.length, "cut-off");
}

/**
 * Reads a JSON text (RFC 8259) into tokens, or finds the offset where it goes wrong. `JSON.parse` gives no offset that
 * is the same in every host, and a parsed object has lost the order of number-like keys and the spelling of numbers.
 *
 * @param text one JSON value with optional white space around it
 */
export function scanJson(text: string): JsonScan {
  const tokens: JsonToken[] = [];
  const open: ("{" | "[")[] = [];
  let offset = 0;
  /** What may come next: a value, a key, or what follows a value. */
  let expected: "value" | "value-or-end" | "key" | "key-or-end" | "after" = "value";

  const push = (kind: JsonToken["kind"], end: number): void => {
    tokens.push({ kind, start: offset, end });
    offset = end;
  };
  try {
    for (;;) {
      offset += matchAt(blank, text, offset).length;
      if (offset >= text.length) {
        if (open.length > 0 || expected !== "after") fail(offset, "cut-off");
        return { ok: true, tokens };
      }
      const char = text[offset] as string;
      if (expected === "after") {
        const innermost = open.at(-1);
        if (innermost === undefined) fail(offset, "trailing");
        if (char === (innermost === "{" ? "}" : "]")) open.pop();
        else if (char === ",") expected = innermost === "{" ? "key" : "value";
        else fail(offset, "unexpected");
        push("punctuation", offset + 1);
      } else if (expected === "key" || expected === "key-or-end") {
        if (char === '"') {
          push("string", stringEnd(text, offset));
          offset += matchAt(blank, text, offset).length;
          if (text[offset] !== ":") fail(offset, offset >= text.length ? "cut-off" : "unexpected");
          push("punctuation", offset + 1);
          expected = "value";
        } else if (char === "}" && expected === "key-or-end") {
          open.pop();
          push("punctuation", offset + 1);
          expected = "after";
        } else fail(offset, "unexpected");
      } else if (char === "{" || char === "[") {
        if (open.length >= maxDepth) fail(offset, "too-deep");
        open.push(char);
        push("punctuation", offset + 1);
        expected = char === "{" ? "key-or-end" : "value-or-end";
      } else if (char === "]" && expected === "value-or-end") {
        open.pop();
        push("punctuation", offset + 1);
        expected = "after";
      } else if (char === '"') {
        push("string", stringEnd(text, offset));
        expected = "after";
      } else {
        const numeral = matchAt(number, text, offset);
        const literal = numeral === "" ? matchAt(word, text, offset) : "";
        if (numeral === "" && literal === "") fail(offset, "unexpected");
        push(numeral === "" ? "word" : "number", offset + (numeral || literal).length);
        expected = "after";
      }
    }
  } catch (failure) {
    if (failure instanceof JsonFailure) return { ok: false, error: failure.error };
    throw failure;
  }
}

const beyondPrintableAscii = /[^\x20-\x7e]/g;

/** Writes a UTF-16 unit as JSON and YAML escape it. */
export function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/**
 * Writes a JSON text on one line of printable ASCII: one blank after each `:` and `,` (secret scanners look for
 * `"type": "service_account"`), tokens and their order kept, all else in strings as `\uXXXX` so that no editor, shell
 * or YAML reader (U+0085 is a line break of YAML 1.1) can change it.
 *
 * @returns `undefined` when the text is not JSON
 */
export function oneLineJson(text: string): string | undefined {
  const scan = scanJson(text);
  if (!scan.ok) return undefined;
  let line = "";
  for (const token of scan.tokens) {
    const source = text.slice(token.start, token.end);
    if (source === ":" || source === ",") line += `${source} `;
    else line += source.replace(beyondPrintableAscii, escapeUnit);
  }
  return line;
}

/**
 * Writes a JSON text over lines as Google's key files are: two blanks a level, tokens and their order kept, a line end
 * at the end.
 *
 * @returns `undefined` when the text is not JSON
 */
export function indentedJson(text: string): string | undefined {
  const scan = scanJson(text);
  if (!scan.ok) return undefined;
  let result = "";
  let depth = 0;
  let before = "";
  for (const { kind, start, end } of scan.tokens) {
    const source = text.slice(start, end);
    const mark = kind === "punctuation" ? source : "";
    const closes = mark === "}" || mark === "]";
    if (closes) depth--;
    const opened = before === "{" || before === "[";
    if (closes ? !opened : opened || before === ",") result += `\n${"  ".repeat(depth)}`;
    result += mark === ":" ? ": " : source;
    if (mark === "{" || mark === "[") depth++;
    before = mark;
  }
  return `${result}\n`;
}
