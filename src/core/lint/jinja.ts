import type { Expression } from "../carriers/placeholders.ts";
import type { Region } from "../carriers/region.ts";
import type { AuthFields } from "../file/file.ts";
import { partitionPoint } from "../text/partitionPoint.ts";
import type { Span, TextEdit } from "../text/span.ts";

/** An expression of Jinja: a value, and the filters that it goes through. */
export interface JinjaChain {
  /** As it is written. */
  readonly value: string;
  /** The names of the filters, in order. */
  readonly filters: readonly string[];
  /** Where the last filter is in the source, with the bar before it. */
  readonly last: Span | undefined;
}

/**
 * Reads `{{ value | filter | filter(argument) }}`.
 *
 * @returns `undefined` for anything else
 */
export function jinjaChain(source: string): JinjaChain | undefined {
  if (!/^\{\{[^-+][^\n]*[^-+]\}\}$/.test(source)) return undefined;
  const end = source.length - 2;
  const bars = [...topLevelBars(source, end), end];
  const [first = end] = bars;
  const filters: string[] = [];
  for (const [index, bar] of bars.entries()) {
    if (index === bars.length - 1) break;
    const written = source.slice(bar + 1, bars[index + 1]).trim();
    const name = /^(?:ansible\.builtin\.)?(\w{1,80})(?:\(.*\))?$/.exec(written)?.[1];
    if (name === undefined) return undefined;
    filters.push(name);
  }
  const value = source.slice(2, first).trim();
  const bar = bars.at(-2);
  return { value, filters, last: bar === undefined ? undefined : { start: bar, end: trimmedEnd(source, end) } };
}

/** The bars before filters: those outside of strings and brackets. */
function* topLevelBars(source: string, end: number): Iterable<number> {
  let quote = "";
  let depth = 0;
  for (let at = 2; at < end; at++) {
    const char = source[at] ?? "";
    if (quote !== "") {
      if (char === "\\") at++;
      else if (char === quote) quote = "";
    } else if (char === "'" || char === '"') quote = char;
    else if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
    else if (char === "|" && depth === 0) yield at;
  }
}

function trimmedEnd(source: string, end: number): number {
  return source.slice(0, end).trimEnd().length;
}

/** What a chain gives for a string: the string, what its JSON contains, or the string as a literal of JSON. */
export type JinjaForm = "string" | "object" | "literal";

/** @returns `undefined` if a filter is not known */
export function formOf(filters: readonly string[]): JinjaForm | undefined {
  let form: JinjaForm = "string";
  for (const filter of filters) {
    const next: JinjaForm | undefined = steps[form][filter];
    if (next === undefined) return undefined;
    form = next;
  }
  return form;
}

const steps: Readonly<Record<JinjaForm, Readonly<Record<string, JinjaForm>>>> = {
  string: { string: "string", trim: "string", from_json: "object", to_json: "literal", to_nice_json: "literal" },
  object: { to_json: "string", to_nice_json: "string" },
  literal: { string: "literal", trim: "literal", from_json: "string" },
};

/** True for lookups that give a string, whatever it is. */
export function isStringLookup(value: string): boolean {
  return /^lookup\(\s*["'](?:ansible\.builtin\.)?(?:file|unvault|env|pipe)["']\s*,/.test(value);
}

/** True for an expression that is a lookup of a JSON file. */
export function isJsonFile(source: string): boolean {
  return isStringLookup(source.slice(2).trim()) && /\.json["'] *[,)]/.test(source);
}

/** A variable, or a part of one. */
export function isVariable(value: string): boolean {
  return /^[A-Za-z_]\w*(?:\.\w+|\[(?:\d+|'[^'\\]*'|"[^"\\]*")\])*$/.test(value);
}

/** An expression that is all of a scalar, and its quotes. */
export interface LoneExpression {
  readonly expression: Expression;
  /** `undefined` for a plain scalar. */
  readonly quote: "'" | '"' | undefined;
  /** Where it and its quotes are in the region. */
  readonly scalar: Span;
}

/** Reads a scalar as one expression that Ansible replaces. */
export function loneExpression(region: Region, { start, end }: Span): LoneExpression | undefined {
  if (!isOfAnsible(region)) return undefined;
  const { expressions } = region;
  const expression = expressions[partitionPoint(expressions, (one) => one.start < start)];
  if (expression?.dialect !== "braces" || expression.end > end) return undefined;
  const [before, after] = [region.text.slice(start, expression.start), region.text.slice(expression.end, end)];
  if (before !== after || !/^["']?$/.test(before)) return undefined;
  const quote = before === "" ? undefined : (before as "'" | '"');
  return { expression, quote, scalar: { start, end } };
}

/** Other tools have expressions in the same braces. */
export function isOfAnsible({ carrier }: Region): boolean {
  return carrier === "ansible" || carrier === "jinja";
}

/**
 * Edits of the whole file that rewrite an expression and remove the quotes around it.
 *
 * @param edit of the source of the expression
 * @returns `undefined` where the expression is not written there letter by letter
 */
export function withoutQuotes(
  region: Region,
  { expression, scalar }: LoneExpression,
  edit?: TextEdit,
): readonly TextEdit[] | undefined {
  const { start, end } = region.outerSpan(expression);
  if (end - start !== expression.source.length) return undefined;
  const quotes = [
    { start: scalar.start, end: expression.start },
    { start: expression.end, end: scalar.end },
  ];
  const [before, after] = quotes.map((span) =>
    span.start === span.end ? [] : [{ ...region.outerSpan(span), text: "" }],
  );
  const moved = edit === undefined ? [] : [{ start: start + edit.start, end: start + edit.end, text: edit.text }];
  return [...(before ?? []), ...moved, ...(after ?? [])];
}

/** The edit that puts text behind an expression, inside of its braces. */
export function appended({ source }: Pick<Expression, "source">, text: string): TextEdit {
  const at = trimmedEnd(source, source.length - 2);
  return { start: at, end: at, text };
}

/** True if the password beside a username is a JSON key of Google. */
export function isKeyUsername({ username: { value } }: AuthFields): boolean {
  return value.kind === "scalar" && value.text === "_json_key";
}
