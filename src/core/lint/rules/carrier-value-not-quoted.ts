import type { DialectId } from "../../carriers/dialect.ts";
import type { Expression } from "../../carriers/placeholders.ts";
import type { Region } from "../../carriers/region.ts";
import type { Field } from "../../file/file.ts";
import { appended, isJsonFile, isKeyUsername, isOfAnsible, jinjaChain } from "../jinja.ts";
import type { RegionFix, RegionReport, Rule } from "../rule.ts";

export const summary = "A credential that another tool fills in is not quoted";

/** Source: docs/embedded.md#terraform, docs/embedded.md#nixos, docs/embedded.md#compose, docs/embedded.md#ansible. */
export const carrierValueNotQuoted: Rule = {
  id: "carrier-value-not-quoted",
  severity: "hint",
  *checkRegion(region) {
    const { carrier, expressions, facts } = region;
    const isKnown = facts.numbers !== undefined || expressions.some(({ dialect }) => dialect in tools);
    if (carrier === "k3d" || (!isKnown && !templates.has(carrier))) return;
    for (const { auth } of region.file.configs)
      for (const [field, name] of [
        [auth.username, "username"],
        [auth.password, "password"],
      ] as const) {
        const isKey = field === auth.password && isKeyUsername(auth);
        const found = numberReport(region, field, name) ?? reportOf(region, field, name, isKey);
        if (found) yield found;
      }
  },
};

interface Tool {
  readonly name: string;
  /** The function that quotes what is put in, and its end. */
  readonly quoting?: readonly [before: string, after: string];
}

const tools: Partial<Record<DialectId, Tool>> = {
  terraform: { name: "Terraform", quoting: ["jsonencode(", ")"] },
  nix: { name: "Nix", quoting: ["builtins.toJSON (", ")"] },
  compose: { name: "Compose" },
  braces: { name: "Ansible", quoting: ["", " | to_json"] },
};

/** Functions whose result is quoted, or is a value of YAML. */
const quoted =
  /^\$\{~?\s*(?:jsonencode|yamlencode|(?:builtins\.|lib\.strings\.|lib\.)?toJSON)\b|\b(?:quote|(?:to|to_nice)_(?:json|yaml))\b/;

/** The content of a JSON file: the rule carrier-key-file. */
const keyFile = /(?:file\(|readFile\b)[^\n]{0,500}\.json"?\)*\s*\}$/;

/** @param isKey true for the password of a key: the rule ansible-json-key */
function reportOf(region: Region, { path, value }: Field, name: string, isKey: boolean): RegionReport | undefined {
  const { file, expressions, text } = region;
  const node = file.doc.node(path)?.node;
  if (value.kind !== "template" || node?.kind !== "scalar" || !node.implicit) return undefined;
  if (expressions.length === 0) return templateReport(path, text.slice(node.start, node.end), name);
  const inside = expressions.filter(({ start, end }) => node.start <= start && end <= node.end);
  const [first] = inside;
  const tool = first && tools[first.dialect];
  if (
    first === undefined ||
    tool === undefined ||
    (first.dialect === "braces" && (!isOfAnsible(region) || isKey || isJsonFile(first.source))) ||
    inside.some(({ source }) => quoted.test(source) || keyFile.test(source))
  )
    return undefined;
  // A small letter may be one of the username, as in `robot$ci`: the rule carrier-expansion.
  if (/^\$[a-z]/.test(first.source)) return undefined;
  const isAlone = first.start === node.start && first.end === node.end;
  const fix = (isAlone ? quotingFix(region, first, tool) : undefined) ?? {
    title: `Put the ${name} in single quotes`,
    safe: false,
    operations: [{ set: path, value: { quoted: text.slice(node.start, node.end) } }],
  };
  return {
    at: path,
    message: `${tool.name} puts the value of ${shown(first)} here as it is, so a number, ": " or " #" changes the ${name}. Quote it.`,
    fixes: [fix],
  };
}

/** Files that Terraform and `envsubst` fill in, whatever they are called; the tool itself replaces no `${…}`. */
const templates: ReadonlySet<Region["carrier"]> = new Set(["cloud-init", "capi-files"]);

function templateReport(path: Field["path"], written: string, name: string): RegionReport | undefined {
  if (!/^\$\{\w{1,100}(?::?[-=+?][^{}]*)?\}$/.test(written)) return undefined;
  const operations = [{ set: path, value: { quoted: written } }];
  return {
    at: path,
    message: `A template puts the value here as it is, so a number, ": " or " #" changes the ${name}. Quote it.`,
    fixes: [{ title: `Put the ${name} in single quotes`, safe: false, operations }],
  };
}

/** A number of HCL arrives as `yamlencode` writes it: without a zero at its start, or at the end of its fraction. */
function numberReport(region: Region, { path }: Field, name: string): RegionReport | undefined {
  const node = region.file.doc.node(path)?.node;
  const span = node && region.outerSpan(node);
  const found = region.facts.numbers?.find(({ start, end }) => start === span?.start && end === span.end);
  if (found === undefined) return undefined;
  const { start, end } = found;
  const outer = [
    { start, end: start, text: '"' },
    { start: end, end, text: '"' },
  ];
  return {
    at: { outer: { start, end } },
    severity: "error",
    message: `Terraform reads this ${name} as a number and drops its zero at the start or end, so the login fails. Quote it.`,
    fixes: [{ title: `Quote the ${name}`, safe: true, outer }],
  };
}

/** An expression may contain strings, which are not shown. */
function shown({ source }: Expression): string {
  return /^(?:\$\{?\w{1,80}(?:\.[\w-]{1,80}){0,9}\}?|\{\{ ?\w{1,80} ?\}\})$/.test(source) ? source : "an expression";
}

/** Lets the tool quote the value, which is right for any value. */
function quotingFix(region: Region, expression: Expression, { quoting }: Tool): RegionFix | undefined {
  const { start, end } = region.outerSpan(expression);
  const { source } = expression;
  if (quoting === undefined || end - start !== source.length || source.includes("~")) return undefined;
  const [before, after] = quoting;
  if (before === "") {
    if (jinjaChain(source) === undefined) return undefined;
    const edit = appended(expression, after);
    const at = start + edit.start;
    return { title: "Quote it with to_json", safe: false, outer: [{ start: at, end: at, text: after }] };
  }
  const outer = [
    { start: start + 2, end: start + 2, text: before },
    { start: end - 1, end: end - 1, text: after },
  ];
  return { title: `Quote it with ${before.replace(/ ?\($/, "")}`, safe: false, outer };
}
