import type { Field, RegistriesFile } from "../../file/file.ts";
import { type Placeholder, placeholderCredential, placeholderHost } from "../../text/placeholder.ts";
import type { Path } from "../../yaml/document.ts";
import type { LintSettings, Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/yaml.md#strings (k3s expands nothing). */
export const placeholderValue: Rule = {
  id: "placeholder-value",
  summary: "A placeholder stands where the real value belongs",
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
  /** The text of a value; that of a template only on a node. */
  textOf(field: Field): string | undefined;
  credential(field: Field, name: string): Report | undefined;
}

/** The file that k3s itself reads: nothing fills it in any more, whatever it looks like. */
function isOnNode(place: LintSettings["place"]): boolean {
  return /^(?:[A-Za-z]:)?\/etc\/rancher\/(?:k3s|rke2)\/registries\.ya?ml$/.test(place?.path ?? "");
}

function finder({ doc, template }: RegistriesFile, onNode: boolean): Finder {
  /**
   * A variable is left alone where a tool may still fill it in: in a template, and between double quotes, where a
   * heredoc or a file for envsubst has it. In the wild those who hope that k3s expands it write it without quotes.
   */
  const isLeft = (path: Path, part: "key" | "value", kind: Placeholder | undefined): boolean => {
    if (kind === undefined) return false;
    return kind === "words" || onNode || !(template || doc.text[doc.span(path, part).start] === '"');
  };
  const textOf = ({ value }: Field): string | undefined =>
    value.kind === "scalar" || (onNode && value.kind === "template") ? value.text : undefined;
  const isTemplated = (text: string): boolean => /\{\{(?:(?!\{\{).)*\}\}|\$\{/.test(text);
  return {
    host(path, text, templated) {
      if (templated && !onNode) return undefined;
      const kind = templated ? "variable" : placeholderHost(text);
      return isLeft(path, "key", kind) ? { at: path, part: "key", message: hostMessage(kind) } : undefined;
    },
    textOf,
    endpoint(path, text) {
      if (text === undefined) return undefined;
      const kind = onNode && isTemplated(text) ? "variable" : placeholderHost(text);
      return isLeft(path, "value", kind) ? { at: path, message: endpointMessage(kind) } : undefined;
    },
    credential(field, name) {
      const text = textOf(field);
      if (text === undefined) return undefined;
      const kind = onNode && isTemplated(text) ? "variable" : placeholderCredential(text);
      return isLeft(field.path, "value", kind) && doc.properties(field.path).tag === undefined
        ? { at: field.path, message: credentialMessage(name, kind) }
        : undefined;
    },
  };
}

const asItStands = "k3s expands no variables or commands and takes this as it stands";
const fillIn = "or let a tool fill the file in before it gets to the node";

function hostMessage(kind: Placeholder | undefined): string {
  return kind === "variable"
    ? `${asItStands}, so no registry is ever looked up by this name. Write the host, ${fillIn}.`
    : "This looks like a placeholder, which k3s does not fill in, and no registry is looked up by such a name. Write the host.";
}

function endpointMessage(kind: Placeholder | undefined): string {
  return kind === "variable"
    ? `${asItStands}, so this endpoint is never reached. Write the URL, ${fillIn}.`
    : "This looks like a placeholder, which k3s does not fill in, so that the endpoint is never reached. Write the URL.";
}

function credentialMessage(name: string, kind: Placeholder | undefined): string {
  return kind === "variable"
    ? `${asItStands}, so the login at this registry fails. Write the ${name} itself, ${fillIn}.`
    : `This looks like a placeholder, which k3s does not fill in, so that the login at this registry fails. Write the real ${name}.`;
}
