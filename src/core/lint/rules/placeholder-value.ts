import type { Field, RegistriesFile } from "../../file/file.ts";
import { type Placeholder, placeholder } from "../../text/placeholder.ts";
import type { Path } from "../../yaml/document.ts";
import type { LintSettings, Report, Rule } from "../rule.ts";

export const summary = "A value is still a placeholder";

/** Source: docs/how-k3s-reads-it/yaml.md#strings (k3s expands nothing). */
export const placeholderValue: Rule = {
  id: "placeholder-value",
  severity: "warning",
  check(file, { place }) {
    const found = finder(file, isOnNode(place));
    const reports: Report[] = [];
    const add = (report: Report | undefined): void => {
      if (report) reports.push(report);
    };
    for (const { path, registry, templated, endpoints, endpointPath } of file.mirrors) {
      add(found.host(path, registry, templated));
      if (file.template)
        for (const item of file.doc.items(endpointPath)) add(found.endpoint(item.path, found.textOf(item)));
      else for (const endpoint of endpoints) add(found.endpoint(endpoint.path, endpoint.text));
    }
    for (const { path, host, templated, auth } of file.configs) {
      add(found.host(path, host, templated));
      add(found.credential(auth.username, "username"));
      add(found.credential(auth.password, "password"));
      add(found.credential(auth.encoded, "auth value"));
      add(found.credential(auth.identityToken, "identity token"));
    }
    return reports;
  },
};

interface Finder {
  host(path: Path, text: string, templated: boolean): Report | undefined;
  endpoint(path: Path, text: string | undefined): Report | undefined;
  /** Returns the string of a value, of a template only on a node. */
  textOf(field: Field): string | undefined;
  credential(field: Field, name: string): Report | undefined;
}

/** True if it is the file that k3s itself reads: no tool fills it in any more. */
function isOnNode(place: LintSettings["place"]): boolean {
  return /^(?:[A-Za-z]:)?\/etc\/rancher\/(?:k3s|rke2)\/registries\.ya?ml$/.test(place?.path ?? "");
}

function finder({ doc, template }: RegistriesFile, onNode: boolean): Finder {
  /**
   * True if it is reported. A variable is not where a tool may still fill it in: in a template, and between double
   * quotes, where a heredoc or a file for envsubst has it. Those who expect k3s to expand it write it without quotes.
   */
  const isReported = (path: Path, part: "key" | "value", kind: Placeholder | undefined): boolean => {
    if (kind === undefined) return false;
    return kind === "words" || onNode || !(template || doc.text[doc.span(path, part).start] === '"');
  };
  const textOf = ({ value }: Field): string | undefined =>
    value.kind === "scalar" || (onNode && value.kind === "template") ? value.text : undefined;
  const isTemplated = (text: string): boolean => /\{\{(?:(?!\{\{).)*\}\}|\$\{/.test(text);
  return {
    host(path, text, templated) {
      if (templated && !onNode) return undefined;
      const kind = templated ? "variable" : placeholder(text, "host");
      return isReported(path, "key", kind) ? { at: path, part: "key", message: hostMessage(kind) } : undefined;
    },
    textOf,
    endpoint(path, text) {
      if (text === undefined) return undefined;
      const kind = onNode && isTemplated(text) ? "variable" : placeholder(text, "host");
      return isReported(path, "value", kind) ? { at: path, message: endpointMessage(kind) } : undefined;
    },
    credential(field, name) {
      const text = textOf(field);
      if (text === undefined) return undefined;
      const kind = onNode && isTemplated(text) ? "variable" : placeholder(text, "credential");
      return isReported(field.path, "value", kind) && doc.properties(field.path).tag === undefined
        ? { at: field.path, message: credentialMessage(name, kind) }
        : undefined;
    },
  };
}

const notExpanded = "k3s does not expand variables or commands and reads this literally";
const fillIn = "or let a tool fill it in before the file gets to the node";

function hostMessage(kind: Placeholder | undefined): string {
  return kind === "variable"
    ? `${notExpanded}, so it never matches a registry. Write the host, ${fillIn}.`
    : "This looks like a placeholder, which k3s does not fill in, so it never matches a registry. Write the host.";
}

function endpointMessage(kind: Placeholder | undefined): string {
  return kind === "variable"
    ? `${notExpanded}, so this endpoint can't be reached. Write the URL, ${fillIn}.`
    : "This looks like a placeholder, which k3s does not fill in, so this endpoint can't be reached. Write the URL.";
}

function credentialMessage(name: string, kind: Placeholder | undefined): string {
  return kind === "variable"
    ? `${notExpanded}, so the login to this registry fails. Write the real ${name}, ${fillIn}.`
    : `This looks like a placeholder, which k3s does not fill in, so the login to this registry fails. Write the real ${name}.`;
}
