/** What a text must have to be worth a look for more inside of a string. */
const carried = /registries\.ya?ml|[kK]3[dD]\.[iI][oO]\/|write_files|k3s_registries/;

/** True if a text in a file may be a carrier itself. */
export function looksCarried(text: string): boolean {
  return carried.test(text);
}

/** True if a text that is only called registries starts with a key of a registries.yaml, and has no other keys. */
export function looksLikeRegistries(text: string): boolean {
  const first = /^[^\s#].*/m.exec(text)?.[0] ?? "";
  const keys = [...text.matchAll(/^["']?([\w-]{1,100})["']?[ \t]*:/gm)].map(([, key]) => key);
  return /^["']?(?:mirrors|configs|auths)["']?[ \t]*:/.test(first) && keys.every((key) => known.has(key ?? ""));
}

const known: ReadonlySet<string> = new Set(["mirrors", "configs", "auths"]);
