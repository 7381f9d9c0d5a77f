import { partitionPoint } from "../text/partitionPoint.ts";
import { applyEdits, difference, doOverlap, type Span, type TextEdit } from "../text/span.ts";
import { type OtherNode, type OtherScalar, readOtherYaml, stringOf } from "../yaml/otherYaml.ts";
import { isRewrittenByPyYaml, keyScalar, looksTyped, valueScalar } from "../yaml/scalar.ts";
import type { Layer } from "./layer.ts";
import { hasPlaceholder } from "./placeholders.ts";
import type { SchemaFault } from "./schemaFault.ts";

/** The registries.yaml that a tool generates from settings of its own, and what is wrong in these. */
export interface Translation {
  readonly layer: Layer;
  /** Their spans are of the text with the settings. */
  readonly faults: readonly SchemaFault[];
}

/** A string of a generated registries.yaml. */
export interface TranslatedScalar {
  readonly kind: "scalar";
  readonly text: string;
  /** What it comes from. */
  readonly at: Span;
  /** Where the string itself is in `at`, if it is there letter by letter. */
  readonly body?: Span;
  /** True for a boolean, which is written without quotes, and for a key of HCL that has none. */
  readonly bare?: boolean;
}

export interface TranslatedMap {
  readonly kind: "map";
  readonly at: Span;
  readonly entries: readonly TranslatedEntry[];
}

export interface TranslatedEntry {
  readonly key: TranslatedScalar;
  /** `undefined` where nothing is given. */
  readonly value: Translated | undefined;
}

export interface TranslatedList {
  readonly kind: "list";
  readonly at: Span;
  readonly items: readonly Translated[];
}

/**
 * A part of the registries.yaml that a tool generates from settings of its own. Spans are those of the text with the settings.
 */
export type Translated = TranslatedScalar | TranslatedMap | TranslatedList;

/** A string of the settings that the tool copies, as a key or value. */
export function copiedScalar(text: string, { value, style, start, end }: OtherScalar): TranslatedScalar {
  const quote = style === "single" || style === "double" ? 1 : 0;
  const body = { start: start + quote, end: end - quote };
  const isSame = text.slice(body.start, body.end) === value;
  return { kind: "scalar", text: value, at: { start, end }, ...(isSame ? { body } : {}) };
}

/** A string that the tool makes of a setting: a key of registries.yaml, or a value that is elsewhere. */
export function generated(text: string, { start, end }: Span, bare = false): TranslatedScalar {
  return { kind: "scalar", text, at: { start, end }, bare };
}

/**
 * A part of the settings that the tool copies as it is.
 *
 * @param replaced gives what is read instead of an alias, by its name
 */
export function copied(text: string, node: OtherNode, replaced: (alias: string) => string): Translated {
  const { start, end } = node;
  const at = { start, end };
  if (node.kind === "alias") return { kind: "scalar", text: replaced(`*${node.name}`), at };
  if (node.kind === "scalar") {
    const isBare = node.style === "plain" && (/^(?:true|false)$/.test(node.value) || isRewrittenByPyYaml(node.value));
    return { ...copiedScalar(text, node), ...(isBare ? { bare: true } : {}) };
  }
  if (node.kind === "list") return { kind: "list", at, items: node.items.map((item) => copied(text, item, replaced)) };
  const entries = node.pairs.flatMap(({ key, value }): readonly TranslatedEntry[] =>
    key.kind === "scalar" ? [{ key: copiedScalar(text, key), value: value && copied(text, value, replaced) }] : [],
  );
  return { kind: "map", at, entries };
}

/** A part of the generated text, and what it comes from. */
interface Part {
  readonly inner: number;
  readonly length: number;
  readonly outer: Span;
  /** Whether it is a copy, something else made of the outer span, or only holds others together. */
  readonly kind: "copy" | "made" | "glue";
}

/** A string of the generated text that is letter by letter in the settings. */
interface Copy {
  /** With its quotes. */
  readonly inner: Span;
  readonly text: string;
  /** Where it is in the settings, without quotes. */
  readonly body: Span;
  /** True for a word of a language in which others need quotes. */
  readonly bare: boolean | undefined;
}

/**
 * The registries.yaml that a tool generates from settings of another form. Each key and value is where it comes from; what
 * can be edited are strings that the tool copies.
 *
 * @param span all of the settings
 * @param settings the text in which they are
 */
export function translatedLayer(root: TranslatedMap, span: Span, settings: string): Layer {
  const writer = new Writer();
  writer.map(root, 0);
  return new TranslatedLayer(writer, span, settings);
}

class Writer {
  text = "";
  readonly parts: Part[] = [];
  readonly copies: Copy[] = [];

  #put(text: string, outer: Span, kind: Part["kind"]): void {
    if (text === "") return;
    this.parts.push({ inner: this.text.length, length: text.length, outer, kind });
    this.text += text;
  }

  map({ entries }: TranslatedMap, depth: number): void {
    const indent = "  ".repeat(depth);
    for (const { key, value } of entries) {
      this.#put(indent, key.at, "glue");
      this.#scalar(key, keyScalar(key.text));
      this.#put(":", key.at, "glue");
      this.#value(value, key.at, depth + 1);
    }
  }

  #value(value: Translated | undefined, at: Span, depth: number): void {
    if (value?.kind === "scalar") {
      this.#put(" ", at, "glue");
      this.#scalar(value, value.bare ? value.text : valueScalar(value.text));
      this.#put("\n", at, "glue");
    } else if (value?.kind === "map" && value.entries.length > 0) {
      this.#put("\n", at, "glue");
      this.map(value, depth);
    } else if (value?.kind === "list" && value.items.length > 0) {
      this.#put("\n", at, "glue");
      for (const item of value.items) {
        this.#put(`${"  ".repeat(depth)}-`, item.at, "glue");
        this.#value(item, item.at, depth + 1);
      }
    } else {
      if (value !== undefined) {
        this.#put(" ", at, "glue");
        this.#put(value.kind === "map" ? "{}" : "[]", value.at, "made");
      }
      this.#put("\n", at, "glue");
    }
  }

  #scalar({ text, at, body, bare }: TranslatedScalar, written: string): void {
    const start = this.text.length;
    if (body) this.copies.push({ inner: { start, end: start + written.length }, text, body, bare });
    const quote = written === text ? 0 : 1;
    if (body === undefined || written.slice(quote, written.length - quote) !== text) {
      this.#put(written, at, "made");
      return;
    }
    this.#put(written.slice(0, quote), { start: at.start, end: body.start }, "made");
    this.#put(text, body, "copy");
    this.#put(written.slice(written.length - quote), { start: body.end, end: at.end }, "made");
    if (text === "" && quote === 0) this.#put(written, at, "made");
  }
}

class TranslatedLayer implements Layer {
  readonly isGenerated = true;
  readonly text: string;
  readonly parts: readonly Part[];
  readonly copies: readonly Copy[];
  /** Those that are more than glue, in the order of the outer text. */
  readonly #byOuter: readonly Part[];

  constructor(
    { text, parts, copies }: Writer,
    readonly span: Span,
    readonly settings: string,
  ) {
    this.text = text;
    this.parts = parts;
    this.copies = copies;
    this.#byOuter = parts.filter(({ kind }) => kind !== "glue").sort((a, b) => a.outer.start - b.outer.start);
  }

  outerSpan({ start, end }: Span): Span {
    const { parts } = this;
    if (start <= 0 && end >= this.text.length) return this.span;
    const first = Math.max(0, partitionPoint(parts, ({ inner }) => inner <= start) - 1);
    const after = Math.max(
      first + 1,
      partitionPoint(parts, ({ inner }) => inner < end),
    );
    const covered = parts.slice(first, after);
    const said = covered.filter(({ kind }) => kind !== "glue");
    const spans = (said.length > 0 ? said : covered).map((part) => outerOf(part, start, Math.max(start, end)));
    if (spans.length === 0) return this.span;
    return {
      start: spans.reduce((least, span) => Math.min(least, span.start), Number.POSITIVE_INFINITY),
      end: spans.reduce((most, span) => Math.max(most, span.end), 0),
    };
  }

  innerOffset(outer: number): number | undefined {
    const part = this.#byOuter[partitionPoint(this.#byOuter, (one) => one.outer.start <= outer) - 1];
    if (part === undefined || outer > part.outer.end) return undefined;
    return part.kind === "copy" ? part.inner + outer - part.outer.start : part.inner;
  }

  outerEdits(edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
    const { copies, settings, span } = this;
    // What is anchored is elsewhere too.
    if (/[\s[{,]&\w/.test(settings.slice(span.start, span.end))) return undefined;
    const changes = new Map<Copy, TextEdit[]>();
    for (const { start, end, text } of edits) {
      const copy = copies[partitionPoint(copies, ({ inner }) => inner.end < end)];
      if (copy === undefined || start < copy.inner.start) return undefined;
      const own = changes.get(copy) ?? [];
      own.push({ start: start - copy.inner.start, end: end - copy.inner.start, text });
      changes.set(copy, own);
    }
    const written = [...changes].flatMap(([copy, own]) => this.#outerEdit(copy, own) ?? []);
    return written.length === changes.size && !doOverlap(written) ? written : undefined;
  }

  #outerEdit({ inner, text, body, bare }: Copy, edits: readonly TextEdit[]): TextEdit | undefined {
    const token = applyEdits(this.text.slice(inner.start, inner.end), edits);
    const [scalar] = readOtherYaml(token).roots;
    const value = scalar?.end === token.length ? (stringOf(scalar) ?? "") : "";
    const [edit] = difference(text, value);
    const isQuoted = /["']/.test(this.settings[body.start - 1] ?? "");
    if (
      edit === undefined ||
      value === "" ||
      // These mean the same in each kind of quotes.
      !/^[\w./:^$()*+-]*$/.test(edit.text) ||
      hasPlaceholder(text.slice(edit.start, edit.end)) ||
      (!isQuoted && (looksTyped(value) || !(bare ? /^[a-z_]+$/ : /^[\w/^(](?:[\w./:^$()*+-]*[^:])?$/).test(value)))
    )
      return undefined;
    return { start: body.start + edit.start, end: body.start + edit.end, text: edit.text };
  }
}

/** Where the part of an inner span is that a part of the text covers. */
function outerOf({ inner, length, outer, kind }: Part, start: number, end: number): Span {
  if (kind !== "copy") return outer;
  const from = Math.min(length, Math.max(0, start - inner));
  const to = Math.min(length, Math.max(from, end - inner));
  return { start: outer.start + from, end: outer.start + to };
}
