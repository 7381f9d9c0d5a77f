/**
 * Whether a pattern covers a file: the file's own path, or a folder above it.
 *
 * `*` stands for any characters within one name, `?` for one character, `**` for any number of folders; all other
 * characters, brackets too, stand for themselves. A pattern without `/` is a name at any depth; with one it starts at
 * the folder that paths are relative to. A pattern that ends in `/` covers folders only.
 *
 * @param path relative, with `/`, without `.` or `..` in it
 */
export function globCovers(pattern: string, path: string): boolean {
  const trimmed = pattern.replace(/^(?:\.?\/)+/, "");
  const anchored = trimmed !== pattern || /\/./.test(trimmed);
  const wanted = trimmed.split("/").filter((part) => part !== "");
  if (wanted.length === 0) return false;
  const parts = path.split("/").filter((part) => part !== "");
  const ends = endsOf(anchored ? wanted : ["**", ...wanted], parts);
  if (trimmed.endsWith("/")) ends.delete(parts.length);
  return ends.size > 0;
}

/** After how many parts of a path all of a pattern's parts are used up. */
function endsOf(wanted: readonly string[], parts: readonly string[]): Set<number> {
  let ends = new Set([0]);
  for (const [i, want] of wanted.entries()) {
    const next = new Set<number>();
    if (want === "**") {
      // `folder/**` is what is in the folder, not a file of that name.
      const least = Math.min(...ends) + (i > 0 && i === wanted.length - 1 ? 1 : 0);
      for (let end = least; end <= parts.length; end++) next.add(end);
    } else for (const end of ends) if (end < parts.length && nameMatches(want, parts[end] ?? "")) next.add(end + 1);
    if (next.size === 0) return next;
    ends = next;
  }
  ends.delete(0);
  return ends;
}

/**
 * True if a pattern without `/` matches one name. Goes back to the last `*` alone, so that no pattern takes more than the
 * product of the two lengths.
 */
export function nameMatches(pattern: string, name: string): boolean {
  const wanted = [...pattern];
  const given = [...name];
  let i = 0;
  let star = -1;
  let afterStar = 0;
  for (let k = 0; k < given.length; ) {
    if (wanted[i] === "*") {
      star = i++;
      afterStar = k;
    } else if (i < wanted.length && (wanted[i] === "?" || wanted[i] === given[k])) {
      i++;
      k++;
    } else if (star >= 0) {
      i = star + 1;
      k = ++afterStar;
    } else return false;
  }
  while (wanted[i] === "*") i++;
  return i === wanted.length;
}
