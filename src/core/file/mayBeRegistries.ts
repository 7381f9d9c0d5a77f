import { intendedKey, isKeyName } from "./keyNames.ts";
import { foreign, isRegistriesFile } from "./recognise.ts";

/**
 * True if a text is a registries.yaml whatever its name is, rather than a file of another tool: if a section of it is at its
 * root, one level off or misspelt, or if nothing but comments is in it.
 */
export function mayBeRegistries(text: string): boolean {
  // Compose has `configs` at its root too.
  if (foreign(text) || /^services[ \t]*:/m.test(text)) return false;
  return isRegistriesFile("registries.yaml", text) || hasOwnKey(text) || !/^[ \t]*[^\s#]/m.test(text);
}

function hasOwnKey(text: string): boolean {
  const keys = text.matchAll(/^\ufeff?["']?([A-Za-z_]{4,24})["']?[ \t]*:/gm);
  for (const [, key = ""] of keys) if (isKeyName(key) || intendedKey("root", key) !== undefined) return true;
  return false;
}
