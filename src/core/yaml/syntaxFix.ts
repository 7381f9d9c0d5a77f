import { lineAt } from "../text/lines.ts";
import { difference } from "../text/span.ts";
import type { YamlDocument } from "./document.ts";
import type { Operation } from "./edit.ts";
import type { Node } from "./node.ts";
import { type Failure, type FirstDocument, parseFirstDocument } from "./parser.ts";
import { singleQuoted } from "./scalar.ts";
import { sourceOf } from "./source.ts";
import { unknownEscapes } from "./unknownEscape.ts";
import { quoteBracketKeys, quoteStarKey } from "./unquotedKey.ts";

/** A way to make a text readable that k3s refuses. */
export interface SyntaxFix {
  readonly title: string;
  /** True if no other reading of what was meant makes sense. */
  readonly safe: boolean;
  readonly operations: readonly Operation[];
}

interface Repaired {
  readonly text: string;
  readonly titles: readonly string[];
  readonly uncertain: boolean;
  readonly document: FirstDocument;
}

/** How many faults of a kind are fixed one by one in a file. */
const maxRounds = 20;
const tabWidths = [2, 4, 8];

/**
 * Returns the fixes that make a text readable for k3s: spaces for tabs, quotes around keys that YAML reads as something
 * else, single quotes around unknown escapes. One fix corrects all of them.
 *
 * @param rankOf returns how much k3s reads of a document; 0 if nothing. The tab width with which it reads the most is chosen.
 * @returns the best one first; none when another fault would be left
 */
export function syntaxFixes(doc: YamlDocument, rankOf: (document: FirstDocument) => number): readonly SyntaxFix[] {
  const [problem] = doc.problems;
  if (!problem || doc.onlyCredentials) return [];
  const whole = fixesOf(doc, doc.text, rankOf);
  return whole.length > 0 || problem.seen === doc.text ? whole : fixesOf(doc, problem.seen, rankOf);
}

function fixesOf(doc: YamlDocument, seen: string, rankOf: (document: FirstDocument) => number): readonly SyntaxFix[] {
  const tabs = /^ *\t/m.test(seen);
  const tried = (tabs ? tabWidths : [2])
    .flatMap((tabWidth) => repair(seen, tabWidth) ?? [])
    .map((repaired) => ({ ...repaired, rank: rankOf(repaired.document) }))
    .sort((a, b) => b.rank - a.rank);
  const [best] = tried;
  if (!best) return [];
  const rival = tried.some(
    ({ rank, document }) => rank === best.rank && nestingOf(document) !== nestingOf(best.document),
  );
  const fixes = [fix(doc, seen, best, best.rank > 0 && !rival && !best.uncertain)];
  const other = best.uncertain && !tabs ? repair(seen, 2, true) : undefined;
  if (other && other.text !== best.text) fixes.push(fix(doc, seen, other, false));
  return fixes.filter(({ operations }) => operations.length > 0);
}

/** Keys and values without their places and blanks, which differ with the width of a tab. */
function nestingOf({ root }: FirstDocument): string | undefined {
  return JSON.stringify(root, ["pairs", "key", "value", "items"])?.replaceAll(" ", "");
}

/**
 * @param tabWidth columns from one tab stop to the next
 * @param otherEscapes true if the less likely reading of an unknown escape is taken
 */
function repair(seen: string, tabWidth: number, otherEscapes = false): Repaired | undefined {
  const titles = new Set<string>();
  let uncertain = false;
  let text = seen;
  for (let round = 0; round <= maxRounds; round++) {
    const document = parseFirstDocument(sourceOf(text));
    if (!document.failure) {
      const restored = titles.has(tabTitle) ? restoreTabs(seen, text, document) : text;
      return { text: restored, titles: [...titles], uncertain, document };
    }
    const step = repairOne(text, document.failure, tabWidth, otherEscapes);
    if (!step || step.text === text) return undefined;
    titles.add(step.title);
    uncertain ||= step.uncertain === true;
    text = step.text;
  }
  return undefined;
}

const tabTitle = "Indent with spaces instead of tabs";

interface Step {
  readonly text: string;
  readonly title: string;
  readonly uncertain?: boolean;
}

function repairOne(
  text: string,
  { message, offset }: Failure,
  tabWidth: number,
  otherEscapes: boolean,
): Step | undefined {
  if (/unknown escape character/.test(message)) return repairEscapes(text, offset, otherEscapes);
  if (/alphabetic or numeric|unknown anchor/.test(message))
    return { text: quoteStarKey(text, offset), title: "Quote the key" };
  if ((/cannot start any token/.test(message) && text[offset] === "\t") || /tab character/.test(message))
    return { text: expandTabs(text, tabWidth), title: tabTitle };
  return { text: quoteBracketKeys(text), title: "Quote the key" };
}

/** An unknown escape ends the reading inside its quotes, so the nearest quote before it is the opening one. */
function repairEscapes(text: string, offset: number, other: boolean): Step | undefined {
  let start = text.lastIndexOf('"', offset);
  while (start > 0 && isEscaped(text, start)) start = text.lastIndexOf('"', start - 1);
  const found = start < 0 ? undefined : unknownEscapes(text, start);
  if (!found || found.end <= offset) return undefined;
  const value = (found.meant === "dropped") !== other ? found.dropped : found.kept;
  const backslash = found.certain ? "" : value === found.dropped ? " without the backslash" : " with the backslash";
  return {
    text: text.slice(0, start) + singleQuoted(value) + text.slice(found.end),
    title: `Put the value in single quotes${backslash}`,
    uncertain: !found.certain,
  };
}

function isEscaped(text: string, offset: number): boolean {
  const before = /\\*$/.exec(text.slice(Math.max(0, offset - 64), offset))?.[0] ?? "";
  return before.length % 2 === 1;
}

/** Replaces every tab in the indentation of a line with spaces up to the same tab stop. */
function expandTabs(text: string, width: number): string {
  return text.replace(/^ *\t[ \t]*/gm, (indent) => {
    let column = 0;
    for (const char of indent) column += char === "\t" ? width - (column % width) : 1;
    return " ".repeat(column);
  });
}

/** Restores tabs that are not indentation: inside brackets, quotes and block scalars. */
function restoreTabs(before: string, after: string, { root }: FirstDocument): string {
  // Most texts have no value of several lines.
  let [old, lines]: [readonly string[], string[]] = [[], []];
  const restore = (node: Node, indent: number): void => {
    const last = lineAt(after, node.end);
    for (let line = lineAt(after, node.start) + 1; line <= last; line++) {
      if (lines.length === 0) [old, lines] = [before.split("\n"), after.split("\n")];
      const written = old[line] ?? "";
      const blanks = /^ */.exec(written)?.[0].length ?? 0;
      if (blanks >= indent && written.trimStart() === lines[line]?.trimStart()) lines[line] = written;
    }
  };
  const walk = (node: Node): void => {
    if (node.kind === "scalar") {
      const block = node.style === "block" ? /\n( *)\S/.exec(after.slice(node.start, node.end)) : undefined;
      if (node.style !== "block" || block) restore(node, block?.[1]?.length ?? 0);
    } else if (node.kind !== "alias" && node.flow) restore(node, 0);
    else if (node.kind === "list") node.items.forEach(walk);
    else if (node.kind === "map")
      for (const { key, value } of node.pairs) {
        walk(key);
        walk(value);
      }
  };
  if (root) walk(root);
  const restored = lines.length === 0 ? after : lines.join("\n");
  return restored === after || parseFirstDocument(sourceOf(restored)).failure ? after : restored;
}

/** Returns the fix for a corrected text. No correction adds or removes lines, so changes are found line by line. */
function fix(doc: YamlDocument, seen: string, { text, titles }: Repaired, safe: boolean): SyntaxFix {
  const after = text.split("\n");
  const operations: Operation[] = [];
  let start = 0;
  for (const [index, line] of seen.split("\n").entries()) {
    for (const edit of difference(line, after[index] ?? "")) {
      const span = { start: start + edit.start, end: start + edit.end };
      if (doc.text.slice(span.start, span.end) === seen.slice(span.start, span.end))
        operations.push({ write: span, text: edit.text });
    }
    start += line.length + 1;
  }
  const [title = ""] = titles;
  return { title: titles.length === 1 ? title : `${title}, and fix the other syntax errors`, safe, operations };
}
