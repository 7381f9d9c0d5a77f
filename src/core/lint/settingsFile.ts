import * as z from "zod/mini";
import { withoutTokens } from "../display/token.ts";
import { parseTarget } from "../file/release.ts";
import { nearestName } from "../text/nearest.ts";
import type { Span } from "../text/span.ts";
import { type Entry, type Path, parseYaml, type YamlDocument } from "../yaml/document.ts";
import { syntaxProblem } from "../yaml/syntax.ts";
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

const flag = z.boolean("This must be true or false, without quotes.");
const severities = z.record(
  z.string(),
  z.enum(severityLevels, `A severity is one of ${severityLevels.join(", ")}.`),
  "This must be a map of rules and severities, such as `  unknown-key: off`.",
);
const pattern = z.string("A pattern must be a string in quotes, such as '**/examples/**'.").check(
  z.minLength(1, "This pattern is empty and matches nothing. Remove it."),
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
  const doc = parseYaml(text);
  const { failure, root } = doc.document;
  if (failure) {
    const { span, fault } = syntaxProblem(failure, text);
    const remedy = /\*/.test(text.slice(Math.max(0, span.start - 1), span.start + 1))
      ? "Put a pattern that starts with * in quotes"
      : fault;
    return { settings: { ignores: [] }, problems: [{ ...span, message: `This file can't be read: ${remedy}.` }] };
  }
  if (root && doc.value([]).kind !== "map" && doc.value([]).kind !== "null")
    return {
      settings: { ignores: [] },
      problems: [{ ...doc.span([]), message: `This file must contain keys such as ${names.join(", ")}.` }],
    };
  const problems: SettingsProblem[] = [];
  const settings: Record<string, unknown> = {};
  for (const entry of doc.entries([])) {
    const field = readField(doc, entry, problems);
    if (field !== undefined) settings[entry.key] = field;
  }
  const { target, ...rest } = settings;
  return {
    settings: {
      ignores: [],
      ...rest,
      ...(typeof target === "string" ? { target: parseTarget(target) ?? {} } : {}),
    },
    problems: problems.sort((a, b) => a.start - b.start),
  };
}

/** Returns the value of a top-level key without what is wrong in it. */
function readField(doc: YamlDocument, { key, path, value }: Entry, problems: SettingsProblem[]): unknown {
  const add = (at: Path, part: "key" | "value", message: string): void => {
    problems.push({ ...doc.span(at, part), message: withoutTokens(message) });
  };
  const known = Object.hasOwn(shape, key) ? shape[key as keyof typeof shape] : undefined;
  if (!known) {
    const meant = Object.hasOwn(synonyms, key) ? synonyms[key] : nearestName(key, names);
    add(path, "key", `"${key}" is not a setting. ${meant ? `Did you mean "${meant}"?` : `Use ${names.join(", ")}.`}`);
    return undefined;
  }
  if (doc.occurrences(path).length > 1) add(path, "key", `"${key}" is repeated. Merge both into one.`);
  if (value.kind === "null") return undefined;
  const plain = plainValue(doc, path);
  const result = z.safeParse(known, plain);
  const bad = new Set<unknown>();
  for (const issue of result.error?.issues ?? []) {
    bad.add(issue.path[0]);
    add([...path, ...(issue.path as Path)], "value", issue.message);
  }
  const inside = Array.isArray(plain) || (plain !== null && typeof plain === "object");
  if (bad.has(undefined) || (bad.size > 0 && !inside)) return undefined;
  if (Array.isArray(plain)) return plain.filter((_, i) => !bad.has(i));
  if (key !== "severities") return plain;
  const kept: [string, unknown][] = [];
  for (const [id, severity] of Object.entries(plain as object)) {
    if (!isRule(id)) add([...path, id], "key", ruleProblem(id));
    else if (!bad.has(id)) kept.push([id, severity]);
  }
  return Object.fromEntries(kept);
}

/** Returns the value at a path as plain data; strings as written, so that `off` stays a word. */
function plainValue(doc: YamlDocument, path: Path): unknown {
  const value = doc.value(path);
  if (value.kind === "scalar" && value.style === "plain" && /^(?:true|false)$/.test(value.text))
    return value.text === "true";
  if (value.kind === "scalar" || value.kind === "template") return value.text;
  if (value.kind === "list") return doc.items(path).map((item) => plainValue(doc, item.path));
  if (value.kind === "map")
    return Object.fromEntries(doc.entries(path).map((entry) => [entry.key, plainValue(doc, entry.path)]));
  return null;
}
