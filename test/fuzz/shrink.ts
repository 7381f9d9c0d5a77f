/**
 * The smallest text that still fails: whole lines go first, then parts of lines.
 *
 * @param most how many texts are tried
 */
export function shrunk(text: string, fails: (text: string) => boolean, most = 2000): string {
  let smallest = text;
  let left = most;
  for (const unit of [/[^\n]*\n|[^\n]+$/g, /[\w./-]+|[^\w./-]/g]) {
    let parts: readonly string[] = smallest.match(unit) ?? [];
    for (let size = Math.ceil(parts.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < parts.length && left > 0; ) {
        const fewer = [...parts.slice(0, at), ...parts.slice(at + size)];
        left--;
        if (fails(fewer.join(""))) parts = fewer;
        else at += size;
      }
    }
    smallest = parts.join("");
  }
  return smallest;
}
