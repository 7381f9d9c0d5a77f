import * as z from "zod/mini";
import { withoutTokens } from "../display/token.ts";
import { parseTarget } from "../file/release.ts";
import { maxSettingsSize } from "../text/limits.ts";
import { nearestName } from "../text/nearest.ts";
import type { Span } from "../text/span.ts";
import { otherFault } from "../yaml/otherFault.ts";
import {
  isMergeKey,
  type OtherMap,
  type OtherNode,
  type OtherPair,
  readOtherYaml,
  resolved,
} from "../yaml/otherYaml.ts";
import { nulls } from "../yaml/resolve.ts";
import { visibleSpan } from "../yaml/syntax.ts";
import { isRule, ruleProblem, type SharedSettings, severityLevels, targetProblem } from "./sharedSettings.ts";

/** What is wrong in a settings file, at UTF-16 offsets of its text. */
export interface SettingsProblem extends Span {
  readonly message: string;
}

export interface SettingsFile {
  /** Everything that could be understood; what has a problem is left out. */
  readonly settings: SharedSettings;
  readonly problems: readonly SettingsProblem[];
}

const flag = z.literal([true, false], "This must be true or false, without quotes.");
const severities = z.catchall(
  z.object({}, "This must be a map of rules and severities, such as `  unknown-key: off`."),
  z.literal(severityLevels, `A severity is one of ${severityLevels.join(", ")}.`),
);
const pattern = z.string("A pattern must be a string in quotes, such as '**/examples/**'.").check(
  z.refine((text) => text !== "", "This pattern is empty and matches nothing. Remove it."),
  z.refine(
    (text) => !text.startsWith("!"),
    "A pattern can't start with !, because it can't undo other patterns. Remove the !.",
  ),
  z.refine(
    (text) => !/(?:^|\/)\.\.(?:\/|$)/.test(text),
    "A pattern can't contain '..', because it is relative to the folder of this file. Remove it.",
  ),
);
const shape = {
  severities,
  target: z
    .string("This must be a product, a version or both, such as `k3s v1.31.6`.")
    .check(z.refine((text) => parseTarget(text) !== undefined, targetProblem())),
  ignores: z.array(pattern, "This must be a list of patterns, such as `- '**/examples/**'`."),
  embeddedRegistry: flag,
  disableDefaultEndpoint: flag,
};
const names = Object.keys(shape);

/** Other names that people write for a key. */
const synonyms: Readonly<Record<string, string>> = { rules: "severities", ignore: "ignores", exclude: "ignores" };

/** Reads a `.k3s-registries.yaml`. Takes any text and never throws for what is in it. */
export function parseSettingsFile(text: string): SettingsFile {
  const nothing = { ignores: [] };
  const refused = (message: string): SettingsFile => ({
    settings: nothing,
    problems: [{ start: 0, end: 0, message }],
  });
  if (text.length > maxSettingsSize) return refused(tooLong);
  const { roots, fault, beyond } = readOtherYaml(text);
  if (beyond) return refused(tooDeep);
  if (fault) {
    const isPattern = fault.kind === "alias" || /\*/.test(text.slice(fault.start, fault.start + 1));
    const remedy = isPattern ? "Put a pattern that starts with * in quotes" : otherFault(fault);
    return {
      settings: nothing,
      problems: [{ ...visibleSpan(text, fault.start), message: `This file can't be read: ${remedy}.` }],
    };
  }
  const [root] = roots;
  if (root === undefined || isNull(root)) return { settings: nothing, problems: [] };
  if (root.kind !== "map")
    return {
      settings: nothing,
      problems: [{ ...spanOf(root), message: `This file must contain keys such as ${names.join(", ")}.` }],
    };
  const problems: SettingsProblem[] = [];
  const settings: Record<string, unknown> = {};
  const count = new Map<string, number>();
  for (const pair of root.pairs) count.set(keyOf(pair), (count.get(keyOf(pair)) ?? 0) + 1);
  for (const [key, pair] of pairsOf(root)) {
    if ((count.get(key) ?? 0) > 1)
      problems.push({ ...spanOf(pair.key), message: withoutTokens(`"${key}" is repeated. Merge both into one.`) });
    const field = readField(key, pair, problems);
    if (field !== undefined) settings[key] = field;
  }
  const { target, ...rest } = settings;
  return {
    settings: {
      ...nothing,
      ...rest,
      ...(typeof target === "string" ? { target: parseTarget(target) ?? {} } : {}),
    },
    problems: problems.sort((a, b) => a.start - b.start),
  };
}

const tooLong = `This settings file is larger than ${maxSettingsSize / 2 ** 10} kB, the limit. Shorten it.`;
const tooDeep = "This file is nested too deeply, or its aliases expand too far. Simplify it.";

/** Returns the value of a top-level key without what is wrong in it. */
function readField(key: string, pair: OtherPair, problems: SettingsProblem[]): unknown {
  const add = (at: Span, message: string): void => {
    problems.push({ start: at.start, end: at.end, message: withoutTokens(message) });
  };
  const known = Object.hasOwn(shape, key) ? shape[key as keyof typeof shape] : undefined;
  if (!known) {
    const meant = Object.hasOwn(synonyms, key) ? synonyms[key] : nearestName(key, names);
    add(pair.key, `"${key}" is not a setting. ${meant ? `Did you mean "${meant}"?` : `Use ${names.join(", ")}.`}`);
    return undefined;
  }
  const value = resolved(pair.value);
  if (value === undefined || isNull(value)) return undefined;
  const plain = plainValue(value);
  const inner: ReadonlyMap<PropertyKey, OtherPair> = value.kind === "map" ? pairsOf(value) : new Map();
  const result = z.safeParse(known, plain);
  const bad = new Set<unknown>();
  for (const issue of result.error?.issues ?? []) {
    const [part] = issue.path;
    bad.add(part);
    const item = value.kind === "list" && typeof part === "number" ? value.items[part] : undefined;
    add(item ?? (part === undefined ? undefined : inner.get(part)?.value) ?? value, issue.message);
  }
  const inside = Array.isArray(plain) || (plain !== null && typeof plain === "object");
  if (bad.has(undefined) || (bad.size > 0 && !inside)) return undefined;
  if (Array.isArray(plain)) return plain.filter((_, i) => !bad.has(i));
  if (key !== "severities") return plain;
  const kept: [string, unknown][] = [];
  for (const [id, severity] of Object.entries(plain as object)) {
    if (!isRule(id)) add(inner.get(id)?.key ?? value, ruleProblem(id));
    else if (!bad.has(id)) kept.push([id, severity]);
  }
  return Object.fromEntries(kept);
}

function keyOf({ key }: OtherPair): string {
  return key.kind === "scalar" ? key.value : "";
}

/** True for `~`, `null` and the like. */
function isNull(node: OtherNode): boolean {
  return node.kind === "scalar" && node.style === "plain" && nulls.has(node.value);
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** The pairs of a map by their keys, with those that `<<` brings in; of a repeated key the last. */
function pairsOf(map: OtherMap): ReadonlyMap<string, OtherPair> {
  const pairs = new Map<string, OtherPair>();
  for (const { key, value } of map.pairs) {
    const source = isMergeKey(key) ? resolved(value) : undefined;
    // Of several, the first to have a key counts.
    for (const one of source?.kind === "list" ? source.items : [source]) {
      const merged = resolved(one);
      if (merged?.kind !== "map") continue;
      for (const [name, pair] of pairsOf(merged)) if (!pairs.has(name)) pairs.set(name, pair);
    }
  }
  for (const pair of map.pairs) if (!isMergeKey(pair.key)) pairs.set(keyOf(pair), pair);
  return pairs;
}

/** Returns a node as plain data; strings as written, so that `off` stays a word. */
function plainValue(written: OtherNode | undefined): unknown {
  const node = resolved(written);
  if (node === undefined || isNull(node)) return null;
  if (node.kind === "scalar")
    return node.style === "plain" && /^(?:true|false)$/.test(node.value) ? node.value === "true" : node.value;
  if (node.kind === "list") return node.items.map(plainValue);
  return node.kind === "map"
    ? Object.fromEntries(Array.from(pairsOf(node), ([key, { value }]) => [key, plainValue(value)]))
    : null;
}
