import type { DialectId } from "../../carriers/dialect.ts";
import type { Expression } from "../../carriers/placeholders.ts";
import type { Region } from "../../carriers/region.ts";
import type { RegionFix, RegionReport, Rule } from "../rule.ts";

export const summary = "A JSON key that another tool fills in does not arrive as a string";

/** Source: docs/embedded.md#terraform, docs/embedded.md#nixos. */
export const carrierKeyFile: Rule = {
  id: "carrier-key-file",
  severity: "error",
  *checkRegion(region) {
    for (const { auth } of region.file.configs) {
      const { value, path } = auth.password;
      const node = region.file.doc.node(path)?.node;
      if (value.kind !== "template" || node?.kind !== "scalar") continue;
      const written = region.text.slice(node.start, node.end);
      const found = region.expressions.find(({ start, end }) => node.start <= start && end <= node.end);
      // What is around the key would be part of the password.
      if (found === undefined || written.replace(/^["']|["']$/g, "").length !== found.end - found.start) continue;
      const report = reportOf(region, found, node.implicit ? undefined : written[0]);
      if (report) yield report;
    }
  },
};

interface Tool {
  readonly name: string;
  /** An expression that is the content of a JSON file; the group is without the brackets. */
  readonly file: RegExp;
  /** Writes the content on one line. */
  compact(expression: string): string;
}

const tools: Partial<Record<DialectId, Tool>> = {
  terraform: {
    name: "Terraform",
    file: /^\$\{\s*((?:(?:trimspace|chomp)\(\s*)?file\(\s*"[^"\n]{0,500}\.json"\s*\)\)?)\s*\}$/,
    compact: (expression) => `jsonencode(jsondecode(${expression}))`,
  },
  nix: {
    name: "Nix",
    file: /^\$\{\s*((?:builtins\.|lib\.)?readFile\s+(?:"[^"\n]{0,500}\.json"|[\w./-]{1,500}\.json))\s*\}$/,
    compact: (expression) => `builtins.toJSON (builtins.fromJSON (${expression}))`,
  },
};

/** @param quote of the value; `undefined` for one without */
function reportOf(region: Region, expression: Expression, quote: string | undefined): RegionReport | undefined {
  const tool = tools[expression.dialect];
  const content = tool?.file.exec(expression.source)?.[1];
  if (tool === undefined || content === undefined) return undefined;
  const isNested = region.carrier !== "terraform" && region.carrier !== "nixos";
  const fault = faultOf(quote, isNested && region.carrier !== "shell");
  if (fault === undefined) return undefined;
  const one = tool.compact(content);
  const fix = fixOf(region, expression, quote, one);
  return {
    at: { start: expression.start, end: expression.end },
    severity: fault.severity,
    message: `${tool.name} puts the JSON key here ${fault.consequence} Write '\${${one}}'.`,
    fixes: fix === undefined ? [] : [fix],
  };
}

/** In single quotes k3s reads a key of several lines, but in a block string those after the first end the block. */
function faultOf(
  quote: string | undefined,
  isNested: boolean,
): { readonly severity: "error" | "warning"; readonly consequence: string } | undefined {
  if (quote === undefined)
    return {
      severity: "error",
      consequence: "without quotes, so k3s reads it as a map, can't load the file and hangs at startup.",
    };
  if (quote === '"')
    return {
      severity: "error",
      consequence: "in double quotes, which end at the first quote of the key, so k3s can't read the file.",
    };
  if (!isNested) return undefined;
  return {
    severity: "warning",
    consequence: "on several lines, which end the block around it.",
  };
}

function fixOf(region: Region, expression: Expression, quote: string | undefined, one: string): RegionFix | undefined {
  const { start, end } = region.outerSpan(expression);
  if (end - start !== expression.source.length) return undefined;
  const around = quote === undefined ? "'" : "";
  const edits = [{ start, end, text: `${around}\${${one}}${around}` }];
  if (quote === '"') edits.push({ start: start - 1, end: start, text: "'" }, { start: end, end: end + 1, text: "'" });
  return {
    title: "Write the key on one line in single quotes",
    safe: true,
    outer: edits.sort((a, b) => a.start - b.start),
  };
}
