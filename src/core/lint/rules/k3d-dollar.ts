import type { Expression } from "../../carriers/placeholders.ts";
import type { Region } from "../../carriers/region.ts";
import type { Field } from "../../file/file.ts";
import type { Span } from "../../text/span.ts";
import type { Node } from "../../yaml/node.ts";
import type { RegionFix, RegionReport, Rule } from "../rule.ts";

/** Source: docs/embedded.md#k3d; https://pkg.go.dev/os#Expand. */
export const k3dDollar: Rule = {
  id: "k3d-dollar",
  summary: "k3d expands a $ that is meant literally",
  severity: "error",
  *checkRegion(region) {
    const { carrier, file, expressions } = region;
    const own = carrier === "k3d" ? expressions.filter(({ dialect }) => dialect === "environment") : [];
    if (own.length === 0) return;
    const { root } = file.doc.document;
    const scalars = root === undefined ? [] : [...scalarsOf(root)];
    const places = placesOf(region);
    for (const scalar of scalars) {
      const inside = own.filter(({ start, end }) => scalar.start <= start && end <= scalar.end);
      if (inside.length === 0) continue;
      const place = places.find(({ span }) => span.start <= scalar.start && scalar.end <= span.end);
      const report = reportOf(region, scalar, inside, place?.kind);
      if (report) yield report;
    }
  },
};

type PlaceKind = "rewrite" | "username" | "secret";

function reportOf(
  region: Region,
  scalar: Span,
  inside: readonly Expression[],
  kind: PlaceKind | undefined,
): RegionReport | undefined {
  const lost = inside.filter((expression) => !isName(expression));
  const isCredential = kind === "username" || kind === "secret";
  const doubted = isCredential ? inside.filter((expression) => isPartOfWord(expression, region.text, scalar)) : [];
  const [first] = lost.length > 0 ? lost : doubted;
  if (first === undefined) return undefined;
  const fixes = fixesOf(region, lost.length > 0 ? [...lost, ...doubted.filter((one) => !lost.includes(one))] : doubted);
  const at = { start: first.start, end: first.end };
  if (lost.length === 0)
    return {
      at: scalar,
      severity: "warning",
      message: `${kind === "username" ? `k3d reads "${first.source}" in this username` : "k3d reads a $ in this secret"} as an environment variable, and removes it if there is none. ${wayOut}`,
      fixes,
    };
  if (kind === "secret")
    return {
      at: scalar,
      message: `k3d expands the $ in this secret, also in quotes, and a part of the secret is lost. ${wayOut}`,
      fixes,
    };
  if (kind === "rewrite" && /^\$\{?\d\}?$/.test(first.source))
    return {
      at,
      message: `k3d reads "${first.source}" as an environment variable and removes it, so the image name loses this part. ${wayOut}`,
      fixes,
    };
  return { at, message: `k3d expands the $ in "${first.source}", also in quotes, and removes it. ${wayOut}`, fixes };
}

const variable = "$" + "{D}";
const wayOut = `Write "${variable}" for the $ and start k3d with D='$', or use --registry-config.`;

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

/** True if a variable of the environment can have the name: no shell sets one called `1`, `$` or nothing. */
function isName({ source }: Expression): boolean {
  return /^\$(?:[A-Za-z_]|\{[A-Za-z_][^}]*\})/.test(source);
}

/** True if a name may be a part of a word by chance: `robot$ci`, but not `$ci`, `${ci}` or `robot$CI`. */
function isPartOfWord({ source, start, end }: Expression, text: string, scalar: Span): boolean {
  if (!/^\$(?=.*[a-z])\w+$/.test(source)) return false;
  const bare = (part: string): string => part.replace(/["'\s]/g, "");
  return bare(text.slice(scalar.start, start)) !== "" || bare(text.slice(end, scalar.end)) !== "";
}

/** Edits of the file itself; inside of another one, that one may replace what would be written. */
function fixesOf(region: Region, expressions: readonly Expression[]): readonly RegionFix[] {
  if (region.facts.outermost !== true) return [];
  const outer = expressions.map((expression) => {
    const { start, end } = region.outerSpan(expression);
    return { start, end, source: expression.source };
  });
  if (outer.some(({ start, end, source }) => end - start !== source.length)) return [];
  return [
    {
      title: `Write ${variable} for the $ (start k3d with D='$')`,
      safe: false,
      outer: outer.map(({ start, end, source }) => ({ start, end, text: source.replaceAll("$", () => variable) })),
    },
  ];
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
