/**
 * Jinja, Go template, Helm, ERB-like `%%NAME%%`, Zarf's `###NAME###` in the place of a value, shell and Terraform `${}`:
 * what some tool will replace later. So do the placeholders of carriers (`src/core/carriers/placeholders.ts`). A group of a rewrite, as in `${1}`, is none. The length is bounded,
 * since a text of many openings without an end would be searched to its end from each.
 */
const expression =
  /\{\{[\s\S]{0,4000}?\}\}|\{%[\s\S]{0,4000}?%\}|\{#[\s\S]{0,4000}?#\}|%%\w+%%|<%[\s\S]{0,4000}?%>|(?<=[-:] ["']?)###\w+###|\$\{[A-Za-z_][^{}\n"']*\}|[\ufdd0-\ufddf][\ufde0-\ufdef]+/g;

/** What each expression starts and ends with: most files lack these, and are spared a search at every character. */
const bounds = [
  ["{{", "}}"],
  ["{%", "%}"],
  ["{#", "#}"],
  ["%%", "%%"],
  ["<%", "%>"],
  ["###", "###"],
  ["${", "}"],
] as const;

const placeholder = /[\ufdd0-\ufddf]/;

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
  if (!bounds.some(([start, end]) => text.includes(start) && text.includes(end)) && !placeholder.test(text))
    return false;
  if (groups.size === 0) return text.search(expression) >= 0;
  for (const [found] of text.matchAll(expression)) if (!isGroup(found, groups)) return true;
  return false;
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
  return text.replace(expression, (found) => {
    if (isGroup(found, groups)) return found;
    const statement = /^(?:\{%|\{#|<%)/.test(found);
    return statement ? found.replace(/[^\r\n]/g, " ") : found.replace(/[^\r\n]/g, "x").replace(/[\r\n]/g, "x");
  });
}

/** What is said of a result that comes from a file with templates. */
export const templateRemark = "The file contains templates, so the result can differ once they are filled in.";
