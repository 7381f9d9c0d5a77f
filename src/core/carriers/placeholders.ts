import type { Span } from "../text/span.ts";
import type { DialectId } from "./dialect.ts";

/**
 * What a carrier will replace, such as `${var.host}` or `{{ host }}`, is read as a placeholder of the same length. It is made
 * of characters that Unicode keeps for internal use and that yaml.v2 reads: https://www.unicode.org/faq/private_use.html#nonchar4.
 * The first is one of 16, and the others number the expression, so that text moved by an edit still says which it was.
 */
const firstCode = 0xfdd0;
const digitCode = 0xfde0;
const base = 16;

/** A whole placeholder; of two expressions side by side, each is one match. */
const placeholders = /[\ufdd0-\ufddf][\ufde0-\ufdef]+/g;
const reserved = /[\ufdd0-\ufdef]/;
/** A placeholder as Go writes it in a URL. */
const inUrl = /(?:%EF%B7%[9A][\dA-F])+/g;

/** Something that a tool replaces. The span is that of its placeholder. */
export interface Expression extends Span {
  /** As it is written. */
  readonly source: string;
  readonly dialect: DialectId;
}

/** The expressions of one carrier file, whatever they are nested in. */
export class Placeholders {
  /** A reference is to a value that the tool looks up elsewhere, and no part of the text. */
  readonly #written = new Map<string, { readonly source: string; readonly dialect: DialectId | "reference" }>();

  /**
   * Takes an expression, and gives what is read instead of it.
   *
   * @param source at least two UTF-16 units
   * @returns a text of the same length; `undefined` when so many expressions of that length can't be told apart
   */
  for(source: string, dialect: DialectId | "reference"): string | undefined {
    let number = this.#written.size;
    if (number >= base ** source.length) return undefined;
    let digits = "";
    while (digits.length < source.length - 1) {
      digits += String.fromCharCode(digitCode + (number % base));
      number = Math.floor(number / base);
    }
    const text = String.fromCharCode(firstCode + (number % base)) + digits;
    this.#written.set(text, { source, dialect });
    return text;
  }

  /**
   * Writes a new text for the tool that reads it: its expressions as they were, and all else escaped.
   *
   * @param known the placeholders of the layer that asks; those of others stay
   * @param escaped returns `undefined` for what can't be written
   */
  encoded(
    text: string,
    known: ReadonlySet<string>,
    escaped: (literal: string) => string | undefined,
  ): string | undefined {
    if (!reserved.test(text)) return escaped(text);
    let result = "";
    let position = 0;
    for (const { index, 0: found } of text.matchAll(placeholders)) {
      if (!known.has(found)) continue;
      const literal = escaped(text.slice(position, index));
      if (literal === undefined) return undefined;
      result += literal + (this.#written.get(found)?.source ?? found);
      position = index + found.length;
    }
    const literal = escaped(text.slice(position));
    return literal === undefined ? undefined : result + literal;
  }

  /** The expressions of a text, by their placeholders. */
  in(text: string): readonly Expression[] {
    if (!reserved.test(text)) return [];
    return [...text.matchAll(placeholders)].flatMap(({ index, 0: found }) => {
      const written = this.#written.get(found);
      if (written === undefined || written.dialect === "reference") return [];
      const { source, dialect } = written;
      return [{ source, dialect, start: index, end: index + found.length }];
    });
  }

  /** Puts all expressions back as they are written; of one that is cut, an ellipsis. */
  written(text: string): string {
    return this.#replaced(text, (source) => source);
  }

  /** The same for what is shown: an expression may have a secret as its default. */
  shown(text: string): string {
    return this.#replaced(text, withoutDefault);
  }

  #replaced(asShown: string, shown: (source: string) => string): string {
    const text = asShown.replace(inUrl, decodeURIComponent);
    if (!reserved.test(text)) return text;
    return text
      .replace(placeholders, (found) => shown(this.#written.get(found)?.source ?? "…"))
      .replace(/[\ufdd0-\ufdef]+/g, "…");
  }
}

/**
 * An expression without the value that it has when its variable is not set, and without what else may be a secret in it:
 * `${PASSWORD:-…}`, `{{ password | default('…') }}`, `${coalesce(var.password, "…")}`, `${base64encode("…")}`, `$(echo …)`.
 */
function withoutDefault(source: string): string {
  return source
    .replace(/^(\$\{\w{1,100}:?[-=+?])[\s\S]{1,4000}\}$/, "$1…}")
    .replace(/^((?:\$\(|`)(?:echo|printf|shell|or|if)\b)[\s\S]{1,4000}([)`])$/, "$1 …$2")
    .replace(
      /((?:\bd|\b(?:default|coalesce|try|or|then|else|printf|b64enc(?:ode)?|(?:textenc)?base64encode|(?:strict_|urlsafe_)?encode64)\b|[?:,=~|+]|^\{\{-?|["'] )[ (]{0,3})(["'])[^"'\r\n]{1,1000}\2/g,
      (found, before, quote) =>
        // The path of a file, or the name of a variable, is what people look for.
        before.startsWith(",") && !/coalesce|try|default|fetch|lookup\(\w+\./.test(source)
          ? found
          : `${before}${quote}…${quote}`,
    );
}

/** A text with the same for all expressions, so that only where they are is compared. */
export function expressionPlaces(text: string): string {
  return text.replace(/[\ufdd0-\ufddf]/g, "\ufdd0").replace(/[\ufde0-\ufdef]/g, "\ufde0");
}

/** True if a text has characters of placeholders of its own: its expressions can't be told from them. */
export function hasPlaceholder(text: string): boolean {
  return reserved.test(text);
}
