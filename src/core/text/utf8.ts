/** What was decoded, up to the first byte that can't be. */
export interface Decoded {
  readonly text: string;
  readonly refused?: string;
}

/** Returns how many bytes a character takes. */
export function utf8Width(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** Decodes UTF-8 as yaml.v2 does, with its message for the first byte that it refuses. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  const parts: string[] = [];
  let units: number[] = [];
  const text = (): string => parts.join("") + String.fromCharCode(...units);
  for (let i = 0; i < bytes.length; ) {
    const lead = bytes[i] as number;
    const width = lead < 0x80 ? 1 : lead >> 5 === 6 ? 2 : lead >> 4 === 14 ? 3 : lead >> 3 === 30 ? 4 : 0;
    if (width === 0) return { text: text(), refused: "invalid leading UTF-8 octet" };
    if (i + width > bytes.length) return { text: text(), refused: "incomplete UTF-8 octet sequence" };
    let code = width === 1 ? lead : lead & (0x7f >> width);
    for (let k = 1; k < width; k++) {
      const octet = bytes[i + k] as number;
      if ((octet & 0xc0) !== 0x80) return { text: text(), refused: "invalid trailing UTF-8 octet" };
      code = (code << 6) | (octet & 0x3f);
    }
    if (width > 1 && utf8Width(code) !== width) return { text: text(), refused: "invalid length of a UTF-8 sequence" };
    if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff)
      return { text: text(), refused: "invalid Unicode character" };
    if (code < 0x10000) units.push(code);
    else units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + (code & 0x3ff));
    i += width;
    if (units.length >= 4096) {
      parts.push(String.fromCharCode(...units));
      units = [];
    }
  }
  return { text: text() };
}

/** The UTF-8 bytes of a text; Go counts and cuts strings in bytes. */
export function utf8Bytes(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return bytes;
}

/** The text of UTF-8 bytes, with U+FFFD for each byte that is none, as Go writes such a string. */
export function lossyUtf8(bytes: ArrayLike<number>): string {
  let text = "";
  let rest = Uint8Array.from(bytes);
  for (;;) {
    const decoded = decodeUtf8(rest);
    text += decoded.text;
    if (decoded.refused === undefined) return text;
    text += "\ufffd";
    rest = rest.subarray(utf8Bytes(decoded.text).length + 1);
  }
}

/** The text of UTF-8 bytes; `undefined` when they are none. */
export function strictUtf8(bytes: Uint8Array): string | undefined {
  const { text, refused } = decodeUtf8(bytes);
  return refused === undefined ? text : undefined;
}
