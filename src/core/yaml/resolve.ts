import { decodeBase64 } from "../text/base64.ts";
import { lossyUtf8 } from "../text/utf8.ts";
import { YamlFailure } from "./cursor.ts";
import type { ScalarNode } from "./node.ts";

/** The short tag of a scalar's type in YAML 1.1, as yaml.v2 names it in messages. */
export type ScalarType = "!!str" | "!!bool" | "!!int" | "!!float" | "!!null" | "!!timestamp";

const longPrefix = "tag:yaml.org,2002:";
const booleans: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true]),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false]),
]);
/** The plain scalars that are null in YAML 1.1. */
export const nulls: ReadonlySet<string> = new Set(["", "~", "null", "Null", "NULL"]);
const resolvable = new Set(["str", "bool", "int", "float", "null", "timestamp"].map((name) => longPrefix + name));

/** What a scalar is to the decoder: its type, and its value where it is one that a field can take. */
export interface ResolvedScalar {
  /** The type's short tag, or the tag that the scalar has. */
  readonly type: string;
  readonly value: string | boolean | null;
}

/**
 * The type and value of a scalar, by yaml.v2's rules for YAML 1.1. Source: `resolve.go` and `decode.go` (`scalar`).
 *
 * @throws YamlFailure when a tag and the text do not go together
 */
export function resolveScalar({ tag, implicit, value, start }: ScalarNode): ResolvedScalar {
  if (tag === undefined && !implicit) return { type: "!!str", value };
  const wanted = tag === undefined ? "" : shortTag(tag);
  if (tag === `${longPrefix}binary`) return { type: "!!binary", value: decodeBinary(value, start) };
  if (tag !== undefined && !resolvable.has(tag)) return { type: wanted, value };
  if (wanted === "!!str") return { type: "!!str", value };
  const type = plainType(value, tag === undefined || wanted === "!!timestamp");
  if (tag !== undefined && type !== wanted && !(wanted === "!!float" && type === "!!int"))
    throw new YamlFailure(`cannot decode ${type} \`${value}\` as a ${wanted}`, start);
  return { type: tag === undefined ? type : wanted, value: typed(type, value) };
}

function typed(type: ScalarType, value: string): string | boolean | null {
  if (type === "!!null") return null;
  return type === "!!bool" ? (booleans[value] ?? false) : value;
}

/** Shortens a tag as messages show it. */
export function shortTag(tag: string): string {
  return tag.startsWith(longPrefix) ? `!!${tag.slice(longPrefix.length)}` : tag;
}

/**
 * The type of a plain scalar.
 *
 * @param timestamps whether a date counts as one
 */
export function plainType(text: string, timestamps = true): ScalarType {
  if (nulls.has(text)) return "!!null";
  if (Object.hasOwn(booleans, text)) return "!!bool";
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text) || /^\.(?:nan|NaN|NAN)$/.test(text)) return "!!float";
  if (text.startsWith(".")) return dotFloat.test(text) && inRange(text) ? "!!float" : "!!str";
  if (!/^[-+\d]/.test(text)) return "!!str";
  if (timestamps && isTimestamp(text)) return "!!timestamp";
  const plain = text.replaceAll("_", "");
  if (integerOf(plain) !== undefined) return "!!int";
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(plain) && inRange(plain)) return "!!float";
  return "!!str";
}

/** Go's `strconv.ParseFloat` takes `_` between two digits. */
const dotFloat = /^\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?$/;

function inRange(float: string): boolean {
  return Number.isFinite(Number.parseFloat(float.replaceAll("_", "")));
}

/**
 * The number that a scalar of the type `!!int` is, without its `_`: Go's `strconv.ParseInt` and `ParseUint` with base 0, for
 * 64 bits; yaml.v2 takes the sign behind `0b` as well.
 *
 * @returns `undefined` if it is none
 */
export function integerOf(text: string): bigint | undefined {
  const signFirst = text.replace(/^0b([-+])/, "$10b");
  const match = /^([-+]?)(?:0[xX]([\da-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9]\d*))$/.exec(signFirst);
  if (!match) return undefined;
  const [, sign = "", hex, binary, octal, decimal] = match;
  const digits =
    hex !== undefined
      ? `0x${hex}`
      : binary !== undefined
        ? `0b${binary}`
        : octal !== undefined
          ? `0o${octal}`
          : decimal;
  const value = BigInt(digits ?? 0);
  if (sign === "-") return value <= 2n ** 63n ? -value : undefined;
  return value < (sign === "+" ? 2n ** 63n : 2n ** 64n) ? value : undefined;
}

/** Go's `time.Parse` with the four formats that yaml.v2 tries. */
function isTimestamp(text: string): boolean {
  const match =
    /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+](\d\d):(\d\d))| +(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?)?$/.exec(
      text,
    );
  if (!match) return false;
  const [year = 0, month = 0, day = 0, ...rest] = match.slice(1).map((part) => (part === undefined ? 0 : Number(part)));
  const [hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0, hour2 = 0, minute2 = 0, second2 = 0] = rest;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  const clock = hour < 24 && hour2 < 24 && minute < 60 && minute2 < 60 && second < 60 && second2 < 60;
  return day >= 1 && day <= days && clock && zoneHour <= 24 && zoneMinute <= 60;
}

function decodeBinary(text: string, offset: number): string {
  const reading = decodeBase64(text);
  if (!reading.ok) throw new YamlFailure("!!binary value contains invalid base64 data", offset);
  return lossyUtf8(reading.bytes);
}
