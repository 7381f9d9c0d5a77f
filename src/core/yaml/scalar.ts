import { escapeUnit } from "../json/tokens.ts";

/** Plain scalars that any YAML 1.1 or 1.2 reader takes as this very text. */
const safePlain = /^[A-Za-z_/][\w./-]*$/;
/** What some reader takes as a number, or as none: the `yaml` package reads `e0` as NaN. */
const numberLike = /^[\d._]*(?:e[-+]?\d+)?$/i;
const retyped = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
const needsEscapes =
  /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Writes a text as a single-quoted YAML scalar on one line; with escapes in double quotes if it can't be so written. */
export function singleQuoted(text: string): string {
  return needsEscapes.test(text) ? doubleQuoted(text) : `'${text.replaceAll("'", "''")}'`;
}

/** Writes a text as a double-quoted YAML scalar on one line. */
export function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, escapeUnit);
}

/** Writes a map key: plain where every reader agrees on it, else in double quotes (hosts with a port, `*`). */
export function keyScalar(key: string): string {
  return /^[A-Za-z0-9_][\w.-]*$/.test(key) && !numberLike.test(key) && !looksTyped(key) ? key : doubleQuoted(key);
}

/** Writes a value: plain where every reader agrees on it, else in single quotes. */
export function valueScalar(text: string): string {
  return safePlain.test(text) && !retyped.test(text) && !numberLike.test(text) ? text : singleQuoted(text);
}

/**
 * Whether k3d and other readers that type plain scalars take this one for something else than its text: a number, a
 * boolean, a date. k3s itself keeps the text. Source: docs/how-k3s-reads-it/other-readers.md#k3d,
 * docs/how-k3s-reads-it/yaml.md#strings.
 */
export function looksTyped(plain: string): boolean {
  return (
    retyped.test(plain) ||
    /^[-+]?(?:\d[\d_]*|0o?[0-7_]+|0x[\da-fA-F_]+|0b[01_]+)$/.test(plain) ||
    /^[-+]?(?:\d[\d_]*(?:\.\d[\d_]*)?|\.\d[\d_]*)\.?(?:[eE][-+]?\d+)?$/.test(plain) ||
    /^[-+]?\.(?:inf|nan)$/i.test(plain) ||
    /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?$/.test(plain) ||
    /^\d{4}-\d\d?-\d\d?(?:[Tt ].*)?$/.test(plain)
  );
}

/** What PyYAML reads as a boolean or an integer and writes in another form. */
const rewritten =
  /^(?:[Yy]es|YES|[Nn]o|NO|[Oo]n|ON|[Oo]ff|OFF|True|TRUE|False|FALSE|[-+]?(?:0b[01_]+|0[0-7_]+|0x[\da-fA-F_]+|[1-9][\d_]*(?::[0-5]?\d)+)|-0|\+(?:0|[1-9][\d_]*)|-?[1-9]\d*_[\d_]*)$/;

/**
 * True if PyYAML, and so Ansible, reads a plain scalar as a number or a boolean and writes it differently: `0123` as `83`.
 * Source: https://github.com/yaml/pyyaml/blob/6.0.2/lib/yaml/resolver.py.
 */
export function isRewrittenByPyYaml(plain: string): boolean {
  if (rewritten.test(plain)) return true;
  if (!/^[-+]?(?:\d[\d_]*\.[\d_]*|\.\d[\d_]*)(?:[eE][-+]\d+)?$/.test(plain)) return false;
  const value = Number(plain);
  if (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e16) return true;
  return plain !== (Number.isInteger(value) ? `${value}.0` : String(value));
}
