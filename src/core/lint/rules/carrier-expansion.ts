import { type DialectId, dialects } from "../../carriers/dialect.ts";
import type { Expression } from "../../carriers/placeholders.ts";
import type { Region } from "../../carriers/region.ts";
import { isPartOfWord, type PlaceKind, type ScalarWithExpressions, scalarsWith } from "../expressionPlaces.ts";
import type { RegionFix, RegionReport, Rule } from "../rule.ts";

export const summary = "The tool that writes the file replaces a $ that is meant literally";

/** Source: docs/embedded.md#terraform, docs/embedded.md#nixos, docs/embedded.md#compose. */
export const carrierExpansion: Rule = {
  id: "carrier-expansion",
  severity: "error",
  *checkRegion(region) {
    // In a configuration of k3d, what is escaped for another tool is expanded by k3d then.
    if (region.carrier === "k3d") return;
    let groups: ReadonlySet<string> | undefined;
    for (const found of scalarsWith(region, ({ dialect }) => dialect in tools)) {
      groups ??= groupsOf(region);
      for (const expression of found.inside) {
        const report = expressionReport(region, expression, found.kind, groups);
        if (report) yield report;
      }
      const report = nameReport(region, found);
      if (report) yield report;
    }
  },
};

interface Tool {
  readonly name: string;
  /** What it makes of a number in braces, and what that leads to in a rewrite and elsewhere. */
  number(source: string, digits: string, isRewrite: boolean): string;
}

const tools: Partial<Record<DialectId, Tool>> = {
  terraform: {
    name: "Terraform",
    number: (source, digits, isRewrite) =>
      `Terraform replaces "${source}" with the number${digits}, so ${isRewrite ? "the image name loses this part" : "this value is another one"}.`,
  },
  nix: {
    name: "Nix",
    number: (source, digits) =>
      `Nix reads "${source}" as the number${digits}, which can't be part of a string, so the system does not build.`,
  },
  compose: {
    name: "Compose",
    number: (source) => `Compose reads "${source}" as an invalid variable, stops with an error and starts nothing.`,
  },
};

function digitsOf(source: string): string {
  return source.replace(/\D/g, "");
}

/** Reports what the tool certainly replaces by something else than what was meant. */
function expressionReport(
  region: Region,
  expression: Expression,
  kind: PlaceKind | undefined,
  groups: ReadonlySet<string>,
): RegionReport | undefined {
  const { dialect, start, end } = expression;
  const tool = tools[dialect];
  const source = expression.source.trim();
  const escaped = dialects[dialect].escape(source);
  if (tool === undefined || escaped === undefined) return undefined;
  const name = /^\$\{?([A-Za-z_]\w{0,100})\}?$/.exec(source)?.[1];
  const at = { start, end };
  if (/^\$\{\d{1,3}\}$/.test(source)) {
    // A part of a secret is not shown.
    const isSecret = kind === "secret";
    const shown = isSecret ? "$" + "{…}" : source;
    const way = isSecret ? "Escape the $." : `Write "${escaped}".`;
    return {
      at,
      message: `${tool.number(shown, isSecret ? "" : ` ${digitsOf(source)}`, kind === "rewrite")} ${way}`,
      fixes: fixOf(region, [expression], isSecret ? "Escape the $" : `Write ${escaped}`, true),
    };
  }
  if (kind !== "rewrite" || name === undefined || !groups.has(name)) return undefined;
  return {
    at,
    message: `${tool.name} reads "${source}" as its own expression, so the rewrite loses its group. Write "${escaped}".`,
    fixes: fixOf(region, [expression], `Write ${escaped}`, true),
  };
}

/** Reports names that may be parts of a credential by chance: only Compose replaces one without braces, as in `robot$ci`. */
function nameReport(region: Region, { scalar, inside, kind }: ScalarWithExpressions): RegionReport | undefined {
  if (kind !== "username" && kind !== "secret") return undefined;
  const doubted = inside.filter((expression) => isPartOfWord(expression, region.text, scalar));
  const [first] = doubted;
  if (first === undefined) return undefined;
  // `robot$` is how Harbor starts the names of its robot accounts.
  const isRobot = region.text.slice(scalar.start, first.start).replace(/["']/g, "") === "robot";
  const escaped = dialects[first.dialect].escape("$") ?? "$";
  return {
    at: scalar,
    severity: "warning",
    message: `${tools[first.dialect]?.name} reads the $ in this ${kind} as the start of a variable, and removes the name after it if there is none. Write "${escaped}".`,
    fixes: fixOf(region, doubted, `Write ${escaped} for the $`, isRobot && doubted.length === 1),
  };
}

function fixOf(region: Region, expressions: readonly Expression[], title: string, safe: boolean): readonly RegionFix[] {
  // The dialect escapes what is not a placeholder.
  const outer = region.outerEdits(expressions.map(({ start, end, source }) => ({ start, end, text: source })));
  return outer === undefined ? [] : [{ title, safe, outer }];
}

/** The named groups of the patterns of all rewrites. */
function groupsOf({ file }: Region): ReadonlySet<string> {
  return new Set(file.mirrors.flatMap(({ rewrites }) => rewrites.flatMap(({ pattern }) => namesIn(pattern))));
}

function namesIn(pattern: string): readonly string[] {
  return [...pattern.matchAll(/\(\?P?<(\w{1,100})>/g)].map(([, name = ""]) => name);
}
