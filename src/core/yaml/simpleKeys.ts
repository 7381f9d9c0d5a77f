import { characters, column, fail } from "./cursor.ts";
import type { Scanner, SimpleKey } from "./scannerState.ts";

// A key without `?` is known as one only at the `:` after it: https://yaml.org/spec/1.1/#id934537 (10.2.2. Block
// Mappings) and https://yaml.org/spec/1.1/#id933010 (10.2.1. Flow Mappings), `ns-block-simple-key` and
// `ns-s-flow-simple-key`.

/** A key without `?` ends within this many characters, and on its line. */
const maxKeyLength = 1024;

/**
 * True if a `:` here makes a key of what started there. Source: `yaml_simple_key_is_valid`.
 *
 * @throws YamlFailure where it had to be a key, and is none any more
 */
export function keyIsValid(s: Scanner, key: SimpleKey): boolean {
  if (!key.possible) return false;
  if (key.line < s.line || key.index + maxKeyLength < characters(s)) {
    if (key.required) fail(s, "could not find expected ':'", key.start);
    key.possible = false;
    return false;
  }
  return true;
}

/** Remembers that a key may start here. Source: `yaml_parser_save_simple_key`. */
export function saveKey(s: Scanner): void {
  if (!s.keyAllowed) return;
  const required = s.flowLevel === 0 && s.indent === column(s);
  const tokenNumber = s.parsed + s.tokens.length - s.head;
  removeKey(s);
  const key = s.keys[s.keys.length - 1] as SimpleKey;
  key.possible = true;
  key.required = required;
  key.tokenNumber = tokenNumber;
  key.start = s.pos;
  key.line = s.line;
  key.column = column(s);
  key.index = characters(s);
  s.keyByToken.set(tokenNumber, s.keys.length - 1);
}

/** Forgets the key that may have started. Source: `yaml_parser_remove_simple_key`. @throws YamlFailure as above */
export function removeKey(s: Scanner): void {
  const key = s.keys[s.keys.length - 1] as SimpleKey;
  if (!key.possible) return;
  if (key.required) fail(s, "could not find expected ':'", key.start);
  key.possible = false;
  s.keyByToken.delete(key.tokenNumber);
}
