import { partitionPoint } from "../text/partitionPoint.ts";
import { applyEdits, doOverlap, type Span, type TextEdit } from "../text/span.ts";

/** A part of an inner text, and what it is made of in the outer one. Of the same length, it is there letter by letter. */
export interface Piece {
  readonly inner: number;
  readonly innerLength: number;
  readonly outer: number;
  readonly outerLength: number;
}

/** How a text is put into another one. */
export interface Writing {
  /** What precedes each line of the inner text but empty ones: the indentation of a block. */
  readonly prefix: string;
  /** The outer form of a new text, without the prefix; `undefined` if it can't be written. */
  readonly encode: (text: string) => string | undefined;
}

/** A text that was taken out of another, with the ways between them. All offsets are UTF-16 offsets. */
export interface Layer {
  /** The inner text. */
  readonly text: string;
  /** True if a tool generates the text, so that its form is not what is written. */
  readonly isGenerated?: true;
  /** Where an inner span is in the outer text. */
  outerSpan(span: Span): Span;
  /** The inner offset of an outer one; `undefined` where the outer text is not part of the inner one. */
  innerOffset(outer: number): number | undefined;
  /** Edits of the outer text that do what edits of the inner one do; `undefined` if that can't be written. */
  outerEdits(edits: readonly TextEdit[]): readonly TextEdit[] | undefined;
}

/** Collects the pieces of an inner text from its start to its end. */
export class LayerBuilder {
  #text = "";
  readonly #pieces: Piece[] = [];

  constructor(readonly outerText: string) {}

  /** How long the inner text is by now. */
  get length(): number {
    return this.#text.length;
  }

  /** Takes a part of the outer text as it is. */
  keep(start: number, end: number): this {
    if (start < end) this.#add(this.outerText.slice(start, end), start, end);
    return this;
  }

  /** Takes a text for a part of the outer one. */
  put(text: string, start: number, end: number): this {
    this.#add(text, start, end);
    return this;
  }

  #add(text: string, start: number, end: number): void {
    this.#pieces.push({ inner: this.#text.length, innerLength: text.length, outer: start, outerLength: end - start });
    this.#text += text;
  }

  /**
   * @param writing how edits are written; left out for a text that can only be read
   * @param fixed outer spans that no edit may touch
   */
  build(writing?: Writing, fixed: readonly Span[] = []): Layer {
    return new PieceLayer(this.outerText, this.#text, this.#pieces, writing, fixed);
  }
}

class PieceLayer implements Layer {
  constructor(
    readonly outerText: string,
    readonly text: string,
    readonly pieces: readonly Piece[],
    readonly writing: Writing | undefined,
    readonly fixed: readonly Span[],
  ) {}

  outerSpan({ start, end }: Span): Span {
    if (start === end) {
      const at = this.#outerStart(start);
      return { start: at, end: at };
    }
    const outerStart = this.#outerStart(start);
    return { start: outerStart, end: Math.max(outerStart, this.#outerEnd(end)) };
  }

  innerOffset(outer: number): number | undefined {
    const { pieces } = this;
    const after = partitionPoint(pieces, (piece) => piece.outer <= outer);
    const piece = pieces[after - 1];
    if (piece === undefined) return undefined;
    const within = outer - piece.outer;
    if (within > piece.outerLength) return undefined;
    if (piece.innerLength === piece.outerLength) return piece.inner + within;
    return within === piece.outerLength ? piece.inner + piece.innerLength : piece.inner;
  }

  outerEdits(edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
    const { writing } = this;
    if (writing === undefined) return undefined;
    const written = this.#written(edits, writing);
    // Two edits that meet at the start of a line can both be written with its indentation. As one, they have it once.
    return written && edits.length > 1 && doOverlap(written) ? this.#written([this.#joined(edits)], writing) : written;
  }

  /** Edits as one. */
  #joined(edits: readonly TextEdit[]): TextEdit {
    const start = Math.min(...edits.map((edit) => edit.start));
    const end = Math.max(...edits.map((edit) => edit.end));
    const moved = edits.map((edit) => ({ start: edit.start - start, end: edit.end - start, text: edit.text }));
    return { start, end, text: applyEdits(this.text.slice(start, end), moved) };
  }

  #written(edits: readonly TextEdit[], writing: Writing): readonly TextEdit[] | undefined {
    const written: TextEdit[] = [];
    for (const edit of edits) {
      const outer = this.#outerEdit(edit, writing);
      if (outer === undefined || this.fixed.some(({ start, end }) => outer.start < end && start < outer.end))
        return undefined;
      written.push(outer);
    }
    return written;
  }

  #outerEdit({ start, end, text }: TextEdit, { prefix, encode }: Writing): TextEdit | undefined {
    const encoded = encode(text);
    if (encoded === undefined) return undefined;
    const startsLine = this.#startsLine(start);
    const outerStart = startsLine ? this.#outerStart(start) : this.#outerEnd(start);
    const written = end === start ? outerStart : this.#startsLine(end) ? this.#outerStart(end) : this.#outerEnd(end);
    const outerEnd = Math.max(outerStart, written);
    if (prefix === "") return { start: outerStart, end: outerEnd, text: encoded };
    const indented = encoded.replace(/\n(?=[^\r\n])/g, `\n${prefix}`);
    // The indentation of the line that follows is before what is replaced, or was replaced with it.
    const isLast = end === this.text.length;
    const closed = isLast || !indented.endsWith("\n") ? indented : indented + prefix;
    if (!startsLine) return { start: outerStart, end: outerEnd, text: closed };
    const lineStart = this.outerText.lastIndexOf("\n", outerStart - 1) + 1;
    const before = this.outerText.slice(lineStart, outerStart);
    // A line without its indentation is empty, or comes after the last one.
    if (!before.endsWith(prefix)) return { start: outerStart, end: outerEnd, text: text === "" ? "" : prefix + closed };
    // At the end, nothing but the indentation would be left of a line that goes.
    if (isLast && (text === "" || text.endsWith("\n")))
      return { start: outerStart - prefix.length, end: outerEnd, text: text === "" ? "" : prefix + closed };
    return { start: outerStart, end: outerEnd, text: closed };
  }

  #startsLine(inner: number): boolean {
    return inner === 0 || this.text.charCodeAt(inner - 1) === 10;
  }

  /** Where the piece begins or goes on that follows an inner offset. */
  #outerStart(inner: number): number {
    const { pieces } = this;
    const piece = pieces[partitionPoint(pieces, ({ inner: start }) => start <= inner) - 1] ?? pieces[0];
    return piece === undefined ? 0 : outerOf(piece, inner, 0);
  }

  /** Where the piece ends or stops that precedes an inner offset. */
  #outerEnd(inner: number): number {
    const { pieces } = this;
    const piece = pieces[Math.max(0, partitionPoint(pieces, ({ inner: start }) => start < inner) - 1)];
    return piece === undefined ? 0 : outerOf(piece, inner, piece.outerLength);
  }
}

/** @param changed where in a piece that is written otherwise an offset within it is */
function outerOf({ inner, innerLength, outer, outerLength }: Piece, offset: number, changed: number): number {
  const within = Math.max(0, offset - inner);
  if (within >= innerLength) return outer + outerLength;
  if (innerLength === outerLength) return outer + within;
  return within === 0 ? outer : outer + changed;
}

/**
 * A text that is written in another as a whole, such as base64: every place of it is all of the outer one, and no place of
 * that is one of it.
 *
 * @param span where it is written in the outer text
 * @param encode the outer form of a new text; left out for a text that can only be read
 */
export function wholeLayer(text: string, span: Span, encode?: (text: string) => string | undefined): Layer {
  return {
    text,
    outerSpan: () => span,
    innerOffset: () => undefined,
    outerEdits(edits) {
      const encoded = edits.length === 0 ? undefined : encode?.(applyEdits(text, edits));
      return encoded === undefined ? undefined : [{ ...span, text: encoded }];
    },
  };
}
