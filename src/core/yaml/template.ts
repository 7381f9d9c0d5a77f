/**
 * Jinja, Go template, Helm, ERB-like `%%NAME%%`, Zarf's `###NAME###` in the place of a value, shell and Terraform `${}`:
 * what some tool will replace later. A number in braces, as in `${1}`, is a group of a rewrite. The length is bounded,
 * since a text of many openings without an end would be searched to its end from each.
 */
const expression =
  /\{\{[\s\S]{0,4000}?\}\}|\{%[\s\S]{0,4000}?%\}|\{#[\s\S]{0,4000}?#\}|%%\w+%%|<%[\s\S]{0,4000}?%>|(?<=[-:] ["']?)###\w+###|\$\{[A-Za-z_][^{}\n"']*\}/g;

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

/** Whether a text holds template expressions, and so is not yet what k3s will read. */
export function holdsTemplate(text: string): boolean {
  return bounds.some(([start, end]) => text.includes(start) && text.includes(end)) && text.search(expression) >= 0;
}

/**
 * Whether a template engine will change what k3s reads of a file. A value in a comment changes nothing, as in the
 * `# {{ ansible_managed }}` that Ansible's templates start with; statements work in comments too.
 */
export function isTemplate(text: string): boolean {
  if (!holdsTemplate(text)) return false;
  const remarks = /^[ \t]*#[^\r\n]*/gm;
  return holdsTemplate(text.replace(remarks, (remark) => remark.replace(/\{\{[^{}]*\}\}/g, "")));
}

/** Whether a flow collection is really a template expression: `{{ x }}` is a map inside a map to a YAML reader. */
export function startsTemplate(source: string): boolean {
  return /^\{[{%#]/.test(source);
}

/**
 * Replaces template expressions by text of the same length that YAML can read: statements and comments by blanks,
 * values by a word. Offsets stay valid.
 */
export function maskTemplates(text: string): string {
  return text.replace(expression, (found) => {
    const statement = /^(?:\{%|\{#|<%)/.test(found);
    return statement ? found.replace(/[^\r\n]/g, " ") : found.replace(/[^\r\n]/g, "x").replace(/[\r\n]/g, "x");
  });
}
