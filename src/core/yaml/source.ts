import { type Decoded, decodeUtf8, utf8Width } from "../text/utf8.ts";
/** A text as yaml.v2's reader hands it to its scanner. */
export interface SourceText {
  /** The decoded text, byte-order mark included. */
  readonly text: string;
  /** Whether it is known that the text has nothing but what ASCII can print, tabs and line breaks. */
  readonly plain?: boolean;
  /** A character or byte that the reader refuses. */
  readonly refused?: Refused;
  /** Whether the text ends before bytes that can't be decoded, so that it is not the whole file. */
  readonly cutOff?: boolean;
  /**
   * Set for a text out of a carrier file (docs/architecture.md) with placeholders for what the carrier will replace: whether
   * they are in values alone, or decide what entries are there.
   */
  readonly placeholders?: "values" | "structure";
}

export interface Refused {
  /** What yaml.v2 says of it. */
  readonly message: string;
  /** UTF-16 offset of the character. */
  readonly offset: number;
  /**
   * The reader decodes 512 bytes at a time; it gives up on asking for text from this UTF-16 offset on. What stands
   * before it may have another fault, which is then the one reported.
   */
  readonly chunkStart: number;
}

const chunkBytes = 512;
const notPlain = /[^\t\n\r\x20-\x7e]/;
const notAllowed = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Prepares a text that is decoded already, as an editor holds it. Source: yaml.v2 `readerc.go`. */
export function sourceOf(text: string): SourceText {
  if (!notPlain.test(text)) return { text, plain: true };
  const found = notAllowed.exec(text);
  if (!found) return { text };
  const widths = function* (): Iterable<readonly [number, number]> {
    for (const char of text.slice(0, found.index)) yield [char.length, utf8Width(char.codePointAt(0) ?? 0)];
  };
  const refused = {
    message: "control characters are not allowed",
    offset: found.index,
    chunkStart: chunkStart(widths(), utf8Width(text.codePointAt(found.index) ?? 0), found.index),
  };
  return { text, refused };
}

/**
 * Decodes a file as yaml.v2 does: UTF-8, or UTF-16 when it starts with that byte-order mark. Source: `readerc.go`.
 *
 * @returns the text up to the end, or up to the first byte that can't be decoded
 */
export function decodeBytes(bytes: Uint8Array): SourceText {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  const decoded = little || big ? decodeUtf16(bytes, little) : decodeUtf8(bytes);
  const { refused, text } = decoded;
  if (!refused) {
    const source = sourceOf(text);
    if (!source.refused || !(little || big)) return source;
    const width = (char: string): number => char.length * 2;
    const before = text.slice(0, source.refused.offset);
    const start = chunkStart(
      Array.from(before, (char) => [char.length, width(char)] as const),
      2,
      source.refused.offset,
    );
    return { text, refused: { ...source.refused, chunkStart: start } };
  }
  const control = sourceOf(text).refused;
  const widths = Array.from(
    text,
    (char) => [char.length, little || big ? char.length * 2 : utf8Width(char.codePointAt(0) ?? 0)] as const,
  );
  const start = chunkStart(widths, 1, text.length);
  return { text, cutOff: true, refused: control ?? { message: refused, offset: text.length, chunkStart: start } };
}

/** Where the chunk starts in which a refused character is decoded: a chunk holds whole characters only. */
function chunkStart(before: Iterable<readonly [number, number]>, width: number, end: number): number {
  let offset = 0;
  let start = 0;
  let used = 0;
  for (const [units, bytes] of before) {
    if (used + bytes > chunkBytes) {
      start = offset;
      used = 0;
    }
    used += bytes;
    offset += units;
  }
  return used + width > chunkBytes ? end : start;
}

function decodeUtf16(bytes: Uint8Array, little: boolean): Decoded {
  const unitAt = (i: number): number =>
    little ? (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) : ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
  let text = "";
  for (let i = 0; i < bytes.length; i += 2) {
    if (i + 2 > bytes.length) return { text, refused: "incomplete UTF-16 character" };
    const unit = unitAt(i);
    if (unit >= 0xdc00 && unit <= 0xdfff) return { text, refused: "unexpected low surrogate area" };
    text += String.fromCharCode(unit);
    if (unit < 0xd800 || unit > 0xdbff) continue;
    const head = text.slice(0, -1);
    if (i + 4 > bytes.length) return { text: head, refused: "incomplete UTF-16 surrogate pair" };
    const low = unitAt(i + 2);
    if (low < 0xdc00 || low > 0xdfff) return { text: head, refused: "expected low surrogate area" };
    text += String.fromCharCode(low);
    i += 2;
  }
  return { text };
}
