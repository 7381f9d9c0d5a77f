/** What a text must have to be worth a look for more inside of a string. */
const carried = /registries\.ya?ml|[kK]3[dD]\.[iI][oO]\/|write_files|k3s_registries/;

/** True if a text in a file may be a carrier itself. */
export function looksCarried(text: string): boolean {
  return carried.test(text);
}

const rootLine = /^(?:["']?([\w.-]{1,60})["']?[ \t]*:(?:\s|$)|#|---|\.\.\.|-(?:\s|$)|[\ufdd0-\ufdef]+\s*$|[\]}])/;

/**
 * True if a text is plainly a registries.yaml: it has one of the sections at its root, and nothing there that other tools or
 * scripts have. Files of several tools have the same name.
 */
export function looksLikeRegistries(text: string): boolean {
  if (/^\s*\{\s*["']?(?:mirrors|configs)["']?\s*:/.test(text)) return true;
  const first = /^([ \t]*)[^\s#]/m.exec(text)?.[1] ?? "";
  let found = false;
  for (const line of text.split("\n")) {
    if (
      line.trim() === "" ||
      /^[ \t]*#/.test(line) ||
      !line.startsWith(first) ||
      /^[ \t]/.test(line.slice(first.length))
    )
      continue;
    const root = rootLine.exec(line.slice(first.length));
    const key = root?.[1];
    if (root === null || (key !== undefined && foreign.test(key))) return false;
    found ||= key !== undefined && /^(?:mirrors|configs|auths)$/.test(key);
  }
  return found;
}

/** True if a line of a text is a section of a registries.yaml, at any place. */
export function hasSection(text: string): boolean {
  return /(?:^|[\s{])["']?(?:mirrors|configs)["']?[ \t]{0,9}:/.test(text);
}

/** Keys at the root of files of other tools that have `mirrors` or `configs` beside them. */
const foreign =
  /^(?:apiVersion|kind|version|machine|services|nodes|plugins|data|metadata|spec|image|storage|registry|sync|proxy)$/;
