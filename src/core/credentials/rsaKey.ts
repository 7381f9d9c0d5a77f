/** What is wrong with the bytes of a private key. */
export type KeyBytesFault = "cut-off" | "too-long" | "no-key" | "inconsistent";

export type KeyBytesReading =
  /** `bits` is the length of an RSA key's modulus. */
  | { readonly ok: true; readonly type: "rsa" | "ec" | "other"; readonly bits: number | undefined }
  | { readonly ok: false; readonly fault: KeyBytesFault };

/**
 * Reads a private key as PKCS#8 (RFC 5208) or PKCS#1 (RFC 8017) and, where it is RSA, checks that its numbers fit
 * together, so that one wrong byte anywhere is found. Pure arithmetic; nothing of the key goes anywhere else.
 *
 * @param bytes the DER that the base64 of a PEM holds
 */
export function readKeyBytes(bytes: Uint8Array): KeyBytesReading {
  const outer = element(bytes, 0, bytes.length);
  if (outer?.tag !== sequenceTag) return { ok: false, fault: "no-key" };
  if (outer.end > bytes.length) return { ok: false, fault: "cut-off" };
  if (outer.end < bytes.length) return { ok: false, fault: "too-long" };
  const parts = children(bytes, outer);
  const [version, algorithm, key] = parts ?? [];
  if (!parts || version?.tag !== integerTag || !["00", "01"].includes(hex(bytes, version)))
    return { ok: false, fault: "no-key" };
  if (algorithm?.tag === integerTag) return rsa(bytes, parts);
  const [name] = (algorithm && children(bytes, algorithm)) ?? [];
  if (algorithm?.tag !== sequenceTag || name?.tag !== objectIdTag || key?.tag !== octetsTag)
    return { ok: false, fault: "no-key" };
  const oid = hex(bytes, name);
  if (oid !== rsaOid) return { ok: true, type: oid === ecOid ? "ec" : "other", bits: undefined };
  const inner = element(bytes, key.start, key.end);
  const numbers = inner?.tag === sequenceTag && inner.end === key.end ? children(bytes, inner) : undefined;
  return numbers ? rsa(bytes, numbers) : { ok: false, fault: "inconsistent" };
}

const integerTag = 0x02;
const octetsTag = 0x04;
const objectIdTag = 0x06;
const sequenceTag = 0x30;

/** 1.2.840.113549.1.1.1, rsaEncryption. */
const rsaOid = "2a864886f70d010101";
/** 1.2.840.10045.2.1, id-ecPublicKey. */
const ecOid = "2a8648ce3d0201";

/** One DER element; its content is from `start` to before `end`. */
interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** The element at an offset; its end may lie behind the limit, when bytes are missing. */
function element(bytes: Uint8Array, offset: number, limit: number): Element | undefined {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined || offset + 2 > limit) return undefined;
  if (first < 0x80) return { tag, start: offset + 2, end: offset + 2 + first };
  const count = first & 0x7f;
  const start = offset + 2 + count;
  if (count < 1 || count > 3 || start > limit) return undefined;
  const length = bytes.subarray(offset + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  return { tag, start, end: start + length };
}

/** The elements that fill another one; `undefined` when they don't fit. */
function children(bytes: Uint8Array, { start, end }: Element): readonly Element[] | undefined {
  const found: Element[] = [];
  for (let offset = start; offset < end; ) {
    const next = element(bytes, offset, end);
    if (!next || next.end > end) return undefined;
    found.push(next);
    offset = next.end;
  }
  return found;
}

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function hex(bytes: Uint8Array, { start, end }: Element): string {
  let digits = "";
  for (let at = start; at < end; at++) digits += hexOf[bytes[at] ?? 0];
  return digits;
}

/** RSAPrivateKey of RFC 8017: version, n, e, d, p, q, d mod (p-1), d mod (q-1), q^-1 mod p. */
function rsa(bytes: Uint8Array, elements: readonly Element[]): KeyBytesReading {
  const inconsistent = { ok: false, fault: "inconsistent" } as const;
  if (elements.length !== 9 || elements.some(({ tag, start, end }) => tag !== integerTag || start === end))
    return inconsistent;
  const numbers = elements.map((item) => BigInt(`0x${hex(bytes, item)}`));
  const [version, n = 0n, e = 0n, d = 0n, p = 0n, q = 0n, dp, dq, inverse = 0n] = numbers;
  if (version !== 0n || p < 2n || q < 2n || n !== p * q) return inconsistent;
  const fits =
    (e * d) % (p - 1n) === 1n &&
    (e * d) % (q - 1n) === 1n &&
    dp === d % (p - 1n) &&
    dq === d % (q - 1n) &&
    (inverse * q) % p === 1n;
  return fits ? { ok: true, type: "rsa", bits: n.toString(2).length } : inconsistent;
}
