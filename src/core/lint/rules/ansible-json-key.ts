import type { Region } from "../../carriers/region.ts";
import type { HostConfig } from "../../file/file.ts";
import type { TextEdit } from "../../text/span.ts";
import {
  appended,
  formOf,
  isJsonFile,
  isKeyUsername,
  isStringLookup,
  isVariable,
  type JinjaChain,
  jinjaChain,
  type LoneExpression,
  loneExpression,
  withoutQuotes,
} from "../jinja.ts";
import type { RegionReport, Rule, Severity } from "../rule.ts";

export const summary = "Ansible does not write a JSON key as a string";

/** Source: docs/embedded.md#ansible. The tests run ansible-core 2.17 and 2.19. */
export const ansibleJsonKey: Rule = {
  id: "ansible-json-key",
  severity: "error",
  *checkRegion(region) {
    for (const config of region.file.configs) {
      const report = reportOf(region, config);
      if (report) yield report;
    }
  },
};

function reportOf(region: Region, { auth }: HostConfig): RegionReport | undefined {
  const { value, path } = auth.password;
  const node = region.file.doc.node(path)?.node;
  if (value.kind !== "template" || node?.kind !== "scalar") return undefined;
  const lone = loneExpression(region, node);
  const chain = lone && jinjaChain(lone.expression.source);
  if (lone === undefined || chain === undefined) return undefined;
  if (!isKeyUsername(auth) && !isJsonFile(lone.expression.source)) return undefined;
  const fault = region.facts.native ? faultInMap(lone, chain) : faultInString(lone, chain);
  if (fault === undefined) return variableReport(region, lone, chain);
  const { start, end } = lone.expression;
  const { severity, message, edit, title, safe = true } = fault;
  // The quotes in a map are those of its own YAML.
  const unquoted = region.facts.native ? { ...lone, scalar: { start, end } } : lone;
  const outer = edit && withoutQuotes(region, unquoted, edit);
  return { at: { start, end }, severity, message, fixes: outer ? [{ title, safe, outer }] : [] };
}

interface Fault {
  readonly severity: Severity;
  readonly message: string;
  readonly title: string;
  readonly safe?: boolean;
  /** The edit of the expression; absent if no edit is certain to be right. */
  readonly edit: TextEdit | undefined;
}

/**
 * The filters after which Ansible before 2.19 makes nothing else of a string.
 * https://docs.ansible.com/ansible-core/2.17/reference_appendices/config.html#string-type-filters
 */
const keepsString = /^(?:string|(?:to|to_nice)_(?:json|yaml)|ppretty|json)$/;

/** What becomes of a key in a map, whose values are templates of their own. */
function faultInMap({ expression }: LoneExpression, { value, filters, last }: JinjaChain): Fault | undefined {
  const isLookup = isStringLookup(value);
  const final = filters.at(-1) ?? "";
  const form = isLookup || final === "from_json" ? formOf(filters) : undefined;
  if (form === "object")
    return {
      severity: "error",
      message:
        'Ansible makes a map of this JSON key, so k3s can\'t read the file and hangs at startup. Add "| to_json".',
      title: "Add | to_json",
      edit: appended(expression, " | to_json"),
    };
  if (form === "literal" && last !== undefined && filters.length === 1)
    return {
      severity: "error",
      message: 'With "to_json" alone, the password is a quoted copy of the key, which Google rejects. Use "| string".',
      title: "Use | string",
      edit: { ...last, text: "| string" },
    };
  if (keepsString.test(final)) return undefined;
  if (isLookup || /^(?:trim|b64decode)$/.test(final))
    return {
      severity: "warning",
      message: 'Ansible before 2.19 makes a map of this JSON key, so k3s can\'t read the file. Add "| string".',
      title: "Add | string",
      edit: appended(expression, " | string"),
    };
  const isPlain = isVariable(value) && filters.length === 0;
  return {
    severity: "warning",
    message:
      'Ansible before 2.19 makes a map of this JSON key, so k3s can\'t read the file. End the expression with "| string" or "| to_json".',
    title: "Write a string, whatever the variable is",
    edit: isPlain
      ? replaced(expression, `${value} | to_json if ${value} is mapping else ${value} | string`)
      : undefined,
  };
}

/** What becomes of a key in a string that is YAML. In single quotes k3s reads a key of several lines. */
function faultInString({ expression, quote }: LoneExpression, { value, filters }: JinjaChain): Fault | undefined {
  const isLookup = isStringLookup(value);
  if (isLookup && formOf(filters) === "object")
    return {
      severity: "error",
      message:
        'Ansible writes the result of "from_json" as Python, not JSON, so the key is lost. Add "| to_json | to_json", without quotes around the expression.',
      title: "Add | to_json | to_json",
      edit: appended(expression, " | to_json | to_json"),
    };
  const isKnown = isLookup ? formOf(filters) === "string" : isVariable(value) && filters.length === 0;
  if (!isKnown || quote === "'") return undefined;
  const way = isLookup ? 'Add "| to_json"' : 'Use "to_json"';
  return {
    // A variable may contain quotes of its own.
    severity: isLookup ? "error" : "warning",
    message:
      quote === undefined
        ? `Ansible writes the JSON key here without quotes, so k3s reads it as a map, can't load the file and hangs at startup. ${way}.`
        : `Ansible writes the JSON key here in double quotes, which end at the first quote of the key, so k3s can't read the file. ${way} and remove them.`,
    title: "Quote the key with to_json",
    safe: isLookup,
    edit: isLookup
      ? appended(expression, " | to_json")
      : replaced(expression, `(${value} | to_json if ${value} is mapping else ${value}) | to_json`),
  };
}

/** In single quotes, a variable with a lookup is a key only since Ansible 2.19. */
function variableReport(
  { facts: { variables = [] } }: Region,
  { expression, quote }: LoneExpression,
  { value, filters }: JinjaChain,
): RegionReport | undefined {
  const found = variables.find(({ name }) => name === value);
  const filtered = found && jinjaChain(found.source)?.filters;
  if (quote !== "'" || filters.length > 0 || found === undefined || filtered === undefined) return undefined;
  if (!isJsonFile(found.source) || formOf(filtered) !== "string" || keepsString.test(filtered.at(-1) ?? ""))
    return undefined;
  const { start, end } = expression;
  const edit = appended(found, " | string");
  return {
    at: { start, end },
    severity: "warning",
    message: `Ansible before 2.19 makes a map of "${value}" and writes it as Python, so k3s can't read the file. Add "| string" to the lookup.`,
    fixes:
      found.end - found.start === found.source.length
        ? [
            {
              title: "Add | string to the lookup",
              safe: true,
              outer: [{ start: found.start + edit.start, end: found.start + edit.end, text: edit.text }],
            },
          ]
        : [],
  };
}

function replaced({ source }: { readonly source: string }, text: string): TextEdit {
  return { start: 2, end: source.length - 2, text: ` ${text} ` };
}
