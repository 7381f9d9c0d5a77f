import { repairJson } from "../json/repairJson.ts";
import type { YamlDocument } from "../yaml/document.ts";
import type { Field } from "./file.ts";

/**
 * The password that was meant, also where quoting is so wrong that k3s can't read it: then it is what the quick fix
 * would write.
 *
 * @returns `undefined` when there is none, or a template will write it
 */
export function intendedPassword(doc: YamlDocument, { value, path }: Field): string | undefined {
  if (value.kind === "scalar") return value.text;
  if (value.kind !== "broken" && value.kind !== "map" && value.kind !== "list") return undefined;
  const source = doc.source(path);
  const json = /^\s*(?:[|>][^\r\n]*\r?\n\s*)?(?:["'\u2018\u201c]{1,2}\s*)?[{[]/.test(source)
    ? repairJson(source)
    : undefined;
  return json ?? withoutQuotes(source);
}

/** The text between quotes that end too early or not at all. */
function withoutQuotes(source: string): string {
  const quote = source[0];
  if (quote !== "'" && quote !== '"') return source;
  const inner = source.endsWith(quote) && source.length > 1 ? source.slice(1, -1) : source.slice(1);
  return inner.replaceAll("''", "'");
}

/** Whether a broken value is a block scalar, whose lines are then not indented enough. */
export function startsBlock(source: string): boolean {
  return /^[|>][^\r\n]*\r?\n/.test(source);
}
