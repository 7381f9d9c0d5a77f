import { expressionsIn } from "../text/expressions.ts";
import { applyEdits, type Span } from "../text/span.ts";

/**
 * Jinja, Go template, Helm, ERB-like `%%NAME%%`, Zarf's `###NAME###` in the place of a value, shell and Terraform `${}`:
 * what some tool will replace later. So do the placeholders of carriers (`src/core/carriers/placeholders.ts`). A group of a rewrite, as in `${1}`, is none.
 */
const expression =
  /\{[{%#]|<%|%%\w+%%|(?<=[-:] ["']?)###\w+###|\$\{[A-Za-z_][^{}\n"']*\}|[\ufdd0-\ufddf][\ufde0-\ufdef]+/g;

/** What an expression has: most texts lack it, and are spared a search at every character. */
const mark = /[{%#\ufdd0-\ufddf]/;

/** The names that groups of regular expressions in a text have, as in `(?P<name>…)`: `${name}` is such a group then. */
export function groupNames(text: string): ReadonlySet<string> {
  if (!text.includes("(?")) return noNames;
  return new Set([...text.matchAll(/\(\?P?<(\w{1,100})>/g)].map(([, name = ""]) => name));
}

const noNames: ReadonlySet<string> = new Set();

/**
 * True if a text contains template expressions, and so is not yet what k3s will read.
 *
 * @param groups the names of groups in the file that it is part of
 */
export function hasTemplate(text: string, groups = groupNames(text)): boolean {
  if (!mark.test(text)) return false;
  for (const { start, end } of templatesIn(text)) if (!isGroup(text.slice(start, end), groups)) return true;
  return false;
}

function* templatesIn(text: string, pattern = expression, endOf?: () => RegExp): Iterable<Span> {
  const next = expressionsIn(text, pattern, endOf);
  for (let span = next(0); span !== undefined; span = next(span.end)) yield span;
}

function isGroup(found: string, groups: ReadonlySet<string>): boolean {
  return groups.has(/^\$\{(\w+)\}$/.exec(found)?.[1] ?? "");
}

/**
 * True if a template engine will change what k3s reads of a file. A value in a comment changes nothing, as in the
 * `# {{ ansible_managed }}` that Ansible's templates start with; statements work in comments too.
 */
export function isTemplate(text: string): boolean {
  if (!hasTemplate(text)) return false;
  const remarks = /^[ \t]*#[^\r\n]*/gm;
  return hasTemplate(text.replace(remarks, (remark) => remark.replace(/\{\{[^{}]*\}\}/g, "")));
}

/** True if a flow collection is really a template expression: `{{ x }}` is a map inside a map to a YAML reader. */
export function startsTemplate(source: string): boolean {
  return /^\{[{%#]/.test(source);
}

/**
 * Replaces template expressions by text of the same length that YAML can read: statements and comments by spaces,
 * values by a word. Offsets stay valid.
 */
export function maskTemplates(text: string): string {
  const groups = groupNames(text);
  return replaced(text, templatesIn(text), (found) => {
    if (isGroup(found, groups)) return found;
    return /^(?:\{[%#]|<%)/.test(found) ? blanks(found) : "x".repeat(found.length);
  });
}

/**
 * Replaces by blanks the comments of Helm, and lines of nothing but its actions, as `{{- if .Values.enabled }}`.
 */
export function withoutActions(text: string): string {
  const plain = replaced(
    text,
    templatesIn(text, /\{\{-?\s{0,99}\/\*/g, () => commentEnd),
    blanks,
  );
  return replaced(plain, actionLines(plain), blanks);
}

const commentEnd = /\*\/\s{0,99}-?\}\}/g;

function* actionLines(text: string): Iterable<Span> {
  const next = expressionsIn(text, /\{\{/g);
  for (let span = next(0); span !== undefined; ) {
    let { start, end } = span;
    for (span = next(end); span && !/[^ \t]/.test(text.slice(end, span.start)); span = next(end)) end = span.end;
    while (/[ \t]/.test(text[start - 1] ?? "")) start--;
    while (/[ \t]/.test(text[end] ?? "")) end++;
    if (/[^\r\n]/.test(text[start - 1] ?? "") || !/^(?:\r?\n|\r?$)/.test(text.slice(end, end + 2))) continue;
    yield { start, end };
  }
}

function replaced(text: string, spans: Iterable<Span>, replacement: (found: string) => string): string {
  const edits = Array.from(spans, (span) => ({ ...span, text: replacement(text.slice(span.start, span.end)) }));
  return applyEdits(text, edits);
}

function blanks(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}

/** The remark on every result for a file with templates. */
export const templateRemark = "The file contains templates, so the result can differ once they are filled in.";
