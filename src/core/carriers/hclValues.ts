import { longestExpression } from "../text/expressions.ts";
import type { Span } from "../text/span.ts";
import { deepestExpression, type Failures } from "./dialects/failures.ts";
import { hclCommentEnd, hclHeredocAt, hclStringEnd } from "./dialects/hclSyntax.ts";
import { readDialect } from "./expressions.ts";
import { hclHeredocLayer, hclStringLayer } from "./hclLayers.ts";
import type { Placeholders } from "./placeholders.ts";
import type {
  Translated,
  TranslatedEntry,
  TranslatedList,
  TranslatedMap,
  TranslatedScalar,
} from "./translatedLayer.ts";

/** Reads values of HCL that are written out. What is computed becomes a placeholder. */
export interface HclReader {
  readonly text: string;
  readonly failures: Failures;
  readonly placeholders: Placeholders;
  /** Numbers that HCL writes otherwise, such as `0123`, which is 123. */
  readonly numbers: Span[];
  /** True if a map of the format, or one more of its entries, is computed. */
  structural: boolean;
}

/** An attribute or a block in the body of a block. */
export interface HclItem {
  readonly name: string;
  readonly at: Span;
  readonly value?: Translated;
  readonly body?: readonly HclItem[];
}

interface Read<Result> {
  readonly read: Result;
  readonly end: number;
}

/**
 * Reads an object.
 *
 * @param at of its opening brace
 * @returns `undefined` if it is computed, or has no end
 */
export function hclObject(reader: HclReader, at: number): Read<TranslatedMap> | undefined {
  return objectAt(reader, at, 0);
}

/**
 * Reads the body of a block.
 *
 * @param at after its opening brace
 */
export function hclBody(reader: HclReader, at: number, depth = 0): Read<readonly HclItem[]> | undefined {
  const { text } = reader;
  const items: HclItem[] = [];
  for (let next = afterSpace(text, at, true); depth < deepestExpression; next = afterSpace(text, next, true)) {
    if (text[next] === "}") return { read: items, end: next + 1 };
    const name = wordAt(text, next);
    if (name === undefined) return undefined;
    const own = { start: next, end: next + name.length };
    next = afterSpace(text, own.end, false);
    if (text[next] === "=") {
      const value = valueAt(reader, afterSpace(text, next + 1, false), { depth, isMap: name === "rewrites" });
      if (value === undefined) return undefined;
      items.push({ name, at: own, value: value.read });
      next = value.end;
      continue;
    }
    let label: string | undefined;
    if (text[next] === '"') {
      const end = hclStringEnd(text, next + 1, reader.failures);
      if (end === undefined) return undefined;
      label = text.slice(next + 1, end - 1);
      next = afterSpace(text, end, false);
    }
    const body = text[next] === "{" ? hclBody(reader, next + 1, depth + 1) : undefined;
    if (body === undefined) return undefined;
    if (name !== "dynamic") items.push({ name, at: own, body: body.read });
    else {
      reader.structural = true;
      const content = body.read.find((item) => item.name === "content");
      if (label !== undefined && content?.body) items.push({ name: label, at: own, body: content.body });
    }
    next = body.end;
  }
  return undefined;
}

function objectAt(reader: HclReader, at: number, depth: number): Read<TranslatedMap> | undefined {
  const { text } = reader;
  const entries: TranslatedEntry[] = [];
  let next = afterSpace(text, at + 1, true);
  if (wordAt(text, next) === "for" && /\s/.test(text[next + 3] ?? "")) return undefined;
  while (depth < deepestExpression) {
    if (text[next] === "}") return { read: { kind: "map", at: { start: at, end: next + 1 }, entries }, end: next + 1 };
    const key = keyAt(reader, next);
    if (key === undefined) return undefined;
    next = afterSpace(text, key.end, false);
    if ((text[next] !== "=" && text[next] !== ":") || text[next + 1] === "=") return undefined;
    // Sections, registries and hosts are maps.
    const isMap = depth < 2 || /^(?:auth|tls|rewrite)$/.test(key.read.text);
    const value = valueAt(reader, afterSpace(text, next + 1, true), { depth: depth + 1, isMap });
    if (value === undefined) return undefined;
    entries.push({ key: key.read, value: isNull(text, value.read) ? undefined : value.read });
    next = afterSpace(text, value.end, true);
    if (text[next] === ",") next = afterSpace(text, next + 1, true);
  }
  return undefined;
}

function isNull(text: string, { at }: Translated): boolean {
  return text.slice(at.start, at.end) === "null";
}

function keyAt(reader: HclReader, at: number): Read<TranslatedScalar> | undefined {
  const { text } = reader;
  if (text[at] === '"') return stringAt(reader, at);
  if (text[at] === "(") {
    const key = expressionAt(reader, at + 1, true);
    return key === undefined || text[key.end] !== ")" ? undefined : { read: key.read, end: key.end + 1 };
  }
  const name = wordAt(text, at);
  if (name === undefined) return undefined;
  const span = { start: at, end: at + name.length };
  return { read: { kind: "scalar", text: name, at: span, body: span, bare: true }, end: span.end };
}

interface ValuePlace {
  /** How many maps and lists it is in. */
  readonly depth: number;
  /** True if the format has a map there. */
  readonly isMap?: boolean;
  /** True if line ends mean nothing there. */
  readonly inList?: boolean;
}

function valueAt(
  reader: HclReader,
  at: number,
  { depth, isMap = false, inList = false }: ValuePlace,
): Read<Translated> | undefined {
  const literal = literalAt(reader, at, depth);
  if (literal !== undefined && endsHere(reader.text, literal.end, inList)) return literal;
  if (isMap) reader.structural = true;
  return expressionAt(reader, at, inList);
}

function literalAt(reader: HclReader, at: number, depth: number): Read<Translated> | undefined {
  const { text, failures } = reader;
  const char = text[at];
  if (char === '"') return stringAt(reader, at);
  if (char === "{") return objectAt(reader, at, depth);
  if (char === "[") return listAt(reader, at, depth);
  const heredoc = hclHeredocAt(text, at, failures);
  if (heredoc !== undefined) {
    const { layer, structure } = readDialect(hclHeredocLayer(text, heredoc).text, "terraform", reader.placeholders);
    const read = { kind: "scalar" as const, text: layer.text, at: { start: at, end: heredoc.end } };
    return structure.length > 0 ? undefined : { read, end: heredoc.end };
  }
  return wordValueAt(reader, at);
}

const word = /[\p{L}_][\p{L}\p{N}_-]{0,200}/uy;
const number = /-?\d{1,30}(?:\.\d{1,30})?(?![\w.])/y;

/** A number, or a word with a meaning. */
function wordValueAt({ text, numbers }: HclReader, at: number): Read<TranslatedScalar> | undefined {
  number.lastIndex = at;
  const digits = number.exec(text)?.[0];
  const written = digits ?? wordAt(text, at);
  if (written === undefined || (digits === undefined && !/^(?:true|false|null)$/.test(written))) return undefined;
  const span = { start: at, end: at + written.length };
  if (digits === undefined) return { read: { kind: "scalar", text: written, at: span, bare: true }, end: span.end };
  const value = canonical(digits);
  if (value !== digits) numbers.push(span);
  return { read: { kind: "scalar", text: value, at: span }, end: span.end };
}

/** The digits as `yamlencode` writes them. */
function canonical(digits: string): string {
  const [whole = "", fraction = ""] = digits.split(".");
  let end = fraction.length;
  while (fraction[end - 1] === "0") end--;
  return `${BigInt(whole)}${end === 0 ? "" : `.${fraction.slice(0, end)}`}`;
}

function stringAt(reader: HclReader, at: number): Read<TranslatedScalar> | undefined {
  const { text, failures, placeholders } = reader;
  const end = hclStringEnd(text, at + 1, failures);
  const unescaped = end === undefined ? undefined : hclStringLayer(text, at + 1, end - 1);
  if (end === undefined || unescaped === undefined) return undefined;
  const { layer, structure } = readDialect(unescaped.text, "terraform", placeholders);
  if (structure.length > 0 && /%\{/.test(unescaped.text)) return undefined;
  const body = { start: at + 1, end: end - 1 };
  // Placeholders are as long as what they stand for, escapes are not.
  const isSame = layer.text.length === body.end - body.start;
  return { read: { kind: "scalar", text: layer.text, at: { start: at, end }, ...(isSame ? { body } : {}) }, end };
}

function listAt(reader: HclReader, at: number, depth: number): Read<TranslatedList> | undefined {
  const { text } = reader;
  const items: Translated[] = [];
  let next = afterSpace(text, at + 1, true);
  if (wordAt(text, next) === "for" && /\s/.test(text[next + 3] ?? "")) return undefined;
  while (depth < deepestExpression) {
    if (text[next] === "]") return { read: { kind: "list", at: { start: at, end: next + 1 }, items }, end: next + 1 };
    const item = valueAt(reader, next, { depth: depth + 1, inList: true });
    if (item === undefined) return undefined;
    items.push(item.read);
    next = afterSpace(text, item.end, true);
    if (text[next] === ",") next = afterSpace(text, next + 1, true);
    else if (text[next] !== "]") return undefined;
  }
  return undefined;
}

/** Something computed, as one placeholder. */
function expressionAt(
  { text, failures, placeholders }: HclReader,
  at: number,
  inList: boolean,
): Read<TranslatedScalar> | undefined {
  let depth = 0;
  let next = at;
  while (next < text.length) {
    const char = text[next] ?? "";
    const isString = char === '"';
    const comment = hclCommentEnd(text, next);
    if (comment !== undefined && depth === 0 && !inList) break;
    const part = isString
      ? hclStringEnd(text, next + 1, failures)
      : (comment ?? hclHeredocAt(text, next, failures)?.end);
    if (isString && part === undefined) return undefined;
    if (/[([{]/.test(char)) depth++;
    else if (/[)\]}]/.test(char)) depth--;
    if (next > at + longestExpression) return undefined;
    if (depth < 0 || (depth === 0 && (char === "," || (char === "\n" && !inList)))) break;
    next = part ?? next + 1;
  }
  const source = text.slice(at, next).trimEnd();
  const read = source === "" ? undefined : placeholders.for(`\${${source}}`, "terraform");
  if (read === undefined) return undefined;
  return { read: { kind: "scalar", text: read, at: { start: at, end: at + source.length } }, end: next };
}

/** True if a literal is the whole value. */
function endsHere(text: string, at: number, inList: boolean): boolean {
  const next = afterSpace(text, at, inList);
  return next >= text.length || /[\n,})\]]/.test(text[next] ?? "");
}

/** The offset after spaces and comments, and line ends too if they mean nothing. */
function afterSpace(text: string, at: number, lines: boolean): number {
  let next = at;
  for (;;) {
    const char = text[next];
    if (char === " " || char === "\t" || char === "\r" || (lines && char === "\n")) next++;
    else {
      const end = hclCommentEnd(text, next);
      if (end === undefined || end === next) return next;
      next = end;
    }
  }
}

function wordAt(text: string, at: number): string | undefined {
  word.lastIndex = at;
  return word.exec(text)?.[0];
}
