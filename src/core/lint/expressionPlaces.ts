import type { Expression } from "../carriers/placeholders.ts";
import type { Region } from "../carriers/region.ts";
import type { Field } from "../file/file.ts";
import type { Span } from "../text/span.ts";
import type { Node } from "../yaml/node.ts";

/** What a value is for that a carrier may change. */
export type PlaceKind = "rewrite" | "username" | "secret";

/** A scalar of a region with expressions in it. */
export interface ScalarWithExpressions {
  readonly scalar: Span;
  /** In order. */
  readonly inside: readonly Expression[];
  readonly kind: PlaceKind | undefined;
}

/** The scalars of a region, keys too, in which the carrier replaces something of a kind. */
export function* scalarsWith(
  region: Region,
  isOwn: (expression: Expression) => boolean,
): Iterable<ScalarWithExpressions> {
  const own = region.expressions.filter(isOwn);
  const { root } = region.file.doc.document;
  if (own.length === 0 || root === undefined) return;
  const places = placesOf(region);
  for (const scalar of scalarsOf(root)) {
    const inside = own.filter(({ start, end }) => scalar.start <= start && end <= scalar.end);
    if (inside.length === 0) continue;
    const place = places.find(({ span }) => span.start <= scalar.start && scalar.end <= span.end);
    yield { scalar, inside, kind: place?.kind };
  }
}

/** Where what is written has a meaning of its own. */
function placesOf({ file }: Region): readonly { readonly span: Span; readonly kind: PlaceKind }[] {
  const { doc } = file;
  const places: { readonly span: Span; readonly kind: PlaceKind }[] = [];
  const add = ({ path, value }: Field, kind: PlaceKind): void => {
    if (value.kind !== "missing") places.push({ span: doc.span(path), kind });
  };
  for (const { rewrite } of file.mirrors) add(rewrite, "rewrite");
  for (const { auth } of file.configs) {
    add(auth.username, "username");
    for (const field of [auth.password, auth.encoded, auth.identityToken]) add(field, "secret");
  }
  return places;
}

/** True if a name may be a part of a word by chance: `robot$ci`, but not `$ci`, `${ci}` or `robot$CI`. */
export function isPartOfWord({ source, start, end }: Expression, text: string, scalar: Span): boolean {
  if (!/^\$(?=.*[a-z])\w+$/.test(source)) return false;
  const bare = (part: string): string => part.replace(/["'\s]/g, "");
  return bare(text.slice(scalar.start, start)) !== "" || bare(text.slice(end, scalar.end)) !== "";
}

function* scalarsOf(node: Node): Iterable<Span> {
  if (node.kind === "scalar") yield { start: node.start, end: node.end };
  else if (node.kind === "list") for (const item of node.items) yield* scalarsOf(item);
  else if (node.kind === "map")
    for (const { key, value } of node.pairs) {
      yield* scalarsOf(key);
      yield* scalarsOf(value);
    }
}
