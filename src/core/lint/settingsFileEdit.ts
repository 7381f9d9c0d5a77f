import { lineStart } from "../text/lines.ts";
import { applyEdits, type TextEdit } from "../text/span.ts";
import { type OtherNode, type OtherPair, pairOf, readOtherYaml } from "../yaml/otherYaml.ts";
import { valueScalar } from "../yaml/scalar.ts";
import type { Severity } from "./rule.ts";
import { isNull, parseSettingsFile } from "./settingsFile.ts";

/** A change of a settings file. */
export type SettingsChange =
  | { readonly rule: string; readonly severity: Severity | "off" }
  | { readonly target: string };

/**
 * Returns the edits that write a setting into a `.k3s-registries.yaml` and keep everything else, also comments and line ends.
 *
 * @returns `undefined` if the text can't be read, or contains something else where the setting belongs
 */
export function settingsFileEdits(text: string, change: SettingsChange): readonly TextEdit[] | undefined {
  const { roots, fault, beyond } = readOtherYaml(text);
  if (fault || beyond) return undefined;
  const entry: Entry =
    "rule" in change
      ? { key: "severities", value: { key: change.rule, value: valueScalar(change.severity) } }
      : { key: "target", value: valueScalar(change.target) };
  const edit = setting(text, roots[0], entry);
  if (edit === undefined) return undefined;
  // What stands around it, such as the end of a document, may keep it from being read.
  const { severities, target } = parseSettingsFile(applyEdits(text, [edit])).settings;
  const isRead = "rule" in change ? severities?.[change.rule] === change.severity : target !== undefined;
  return isRead ? [edit] : undefined;
}

/** A key with a value as it is written, or with a map of one key. */
interface Entry {
  readonly key: string;
  readonly value: string | Entry;
}

/** The edit that sets an entry of a file or of a map in it. */
function setting(text: string, map: OtherNode | undefined, entry: Entry): TextEdit | undefined {
  if (map === undefined) return linesAfter(text, text.length, blockLines(entry, ""));
  if (isNull(map)) return { start: map.start, end: map.end, text: `{${flowText(entry)}}` };
  if (map.kind !== "map") return undefined;
  const { key, value } = entry;
  const pair = pairOf(map, key);
  if (pair !== undefined) {
    const isLine = typeof value !== "string" && pair.value === undefined && !map.flow;
    if (isLine) return linesAfter(text, pair.key.end, blockLines(value, `${indentOf(text, pair)}  `));
    if (typeof value !== "string") return pair.value && setting(text, pair.value, value);
    const colon = text.indexOf(":", pair.key.end) + 1;
    if (pair.value === undefined) return { start: colon, end: colon, text: ` ${value}` };
    return pair.value.kind === "scalar" ? { start: pair.value.start, end: pair.value.end, text: value } : undefined;
  }
  const last = map.pairs.at(-1);
  const end = last ? endOf(text, last.value ?? last.key) : map.start + 1;
  if (map.flow) return { start: end, end, text: `${last ? ", " : ""}${flowText(entry)}` };
  return last && linesAfter(text, end, blockLines(entry, indentOf(text, last)));
}

function flowText({ key, value }: Entry): string {
  return `${key}: ${typeof value === "string" ? value : `{${flowText(value)}}`}`;
}

function blockLines({ key, value }: Entry, indent: string): readonly string[] {
  if (typeof value === "string") return [`${indent}${key}: ${value}`];
  return [`${indent}${key}:`, ...blockLines(value, `${indent}  `)];
}

function indentOf(text: string, { key }: OtherPair): string {
  return text.slice(lineStart(text, key.start), key.start).replace(/\S/g, " ");
}

/** Where the text of a node ends. The reader counts blank lines and comments to what they follow in block style. */
function endOf(text: string, node: OtherNode): number {
  if (node.kind === "map" && !node.flow) {
    const last = node.pairs.at(-1);
    return last ? endOf(text, last.value ?? last.key) : node.end;
  }
  const item = node.kind === "list" && text[node.start] !== "[" ? node.items.at(-1) : undefined;
  return item ? endOf(text, item) : node.end;
}

/** Lines below the line of an offset. */
function linesAfter(text: string, offset: number, lines: readonly string[]): TextEdit {
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const next = offset === 0 || text[offset - 1] === "\n" ? offset : text.indexOf("\n", offset) + 1;
  return next === 0 && offset > 0
    ? { start: text.length, end: text.length, text: lines.map((line) => lineBreak + line).join("") }
    : { start: next, end: next, text: lines.map((line) => line + lineBreak).join("") };
}
