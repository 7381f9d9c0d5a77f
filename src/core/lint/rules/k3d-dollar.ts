import type { Expression } from "../../carriers/placeholders.ts";
import type { Region } from "../../carriers/region.ts";
import type { Span } from "../../text/span.ts";
import { isPartOfWord, type PlaceKind, scalarsWith } from "../expressionPlaces.ts";
import type { RegionFix, RegionReport, Rule } from "../rule.ts";

export const summary = "k3d expands a $ that is meant literally";

/** Source: docs/embedded.md#k3d; https://pkg.go.dev/os#Expand. */
export const k3dDollar: Rule = {
  id: "k3d-dollar",
  severity: "error",
  *checkRegion(region) {
    if (region.carrier !== "k3d") return;
    for (const { scalar, inside, kind } of scalarsWith(region, ({ dialect }) => dialect === "environment")) {
      const report = reportOf(region, scalar, inside, kind);
      if (report) yield report;
    }
  },
};

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

/** True if a variable of the environment can have the name: no shell sets one called `1`, `$` or nothing. */
function isName({ source }: Expression): boolean {
  return /^\$(?:[A-Za-z_]|\{[A-Za-z_][^}]*\})/.test(source);
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
