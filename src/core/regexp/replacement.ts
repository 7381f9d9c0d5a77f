/** A part of a replacement, with its place in it in UTF-16 offsets. */
export type Piece = { readonly start: number; readonly end: number } & (
  | { readonly kind: "text"; readonly text: string }
  /** A `$` that stands for itself, because no name follows it. */
  | { readonly kind: "dollar" }
  /** What a group matched: by number, or by name. */
  | { readonly kind: "group"; readonly name: string; readonly number: number | undefined; readonly braced: boolean }
);

/**
 * Takes a replacement apart as Go's `Regexp.Expand` does: `$1`, `${1}`, `$name` and `${name}` are groups, where a name is
 * as long as it can be, so that `$1_a` is the group `1_a`; `$$` is a dollar sign, and so is a `$` before anything else.
 *
 * Source: Go `regexp/regexp.go` expand and extract.
 */
export function parseReplacement(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const reference = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))?/gu;
  let end = 0;
  const textUpTo = (stop: number): void => {
    if (stop > end) pieces.push({ kind: "text", text: text.slice(end, stop), start: end, end: stop });
  };
  for (const match of text.matchAll(reference)) {
    const [whole, braced, plain] = match;
    const name = braced ?? plain;
    textUpTo(match.index);
    const span = { start: match.index, end: match.index + whole.length };
    if (name !== undefined)
      pieces.push({ kind: "group", name, number: groupNumber(name), braced: braced !== undefined, ...span });
    else if (whole === "$$") pieces.push({ kind: "text", text: "$", ...span });
    else pieces.push({ kind: "dollar", ...span });
    end = span.end;
  }
  textUpTo(text.length);
  return pieces;
}

function groupNumber(name: string): number | undefined {
  return /^(?:0|[1-9]\d{0,8})$/.test(name) ? Number(name) : undefined;
}

/**
 * Writes a replacement with what the groups matched; a group that is not there gives nothing.
 *
 * @param names those of the groups, the first being group 1
 * @param matched what a group matched, by number; 0 is the whole match, and `undefined` says that it took no part
 */
export function expandReplacement(
  pieces: readonly Piece[],
  names: readonly string[],
  matched: (group: number) => string | undefined,
): string {
  return pieces
    .map((piece) => {
      if (piece.kind === "text") return piece.text;
      if (piece.kind === "dollar") return "$";
      if (piece.number !== undefined) return piece.number > names.length ? "" : (matched(piece.number) ?? "");
      const texts = names.map((name, index) => (name === piece.name ? matched(index + 1) : undefined));
      return texts.find((text) => text !== undefined) ?? "";
    })
    .join("");
}
