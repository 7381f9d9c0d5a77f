import { foreign } from "../file/recognise.ts";
import type { DialectId } from "./dialect.ts";
import type { CarrierId, FoundRegion } from "./region.ts";
import { blockLayer } from "./scalarLayer.ts";
import { inDialect, type Scope, within } from "./scan.ts";

const template = /(?:^|\/)[^/]*registries\.ya?ml\.(?:tftpl|tpl|tmpl|j2)$/;
/** People call what a role writes as they like, but others have no `endpoint` below `mirrors`. */
const anyTemplate = /\.ya?ml\.(?:tftpl|j2)$/;
const isContent = (text: string): boolean =>
  /^["']?mirrors["']?[ \t]*:/m.test(text) && /^[ \t]+["']?endpoint["']?[ \t]*:/m.test(text);

/** True if a file is a template of a registries.yaml, by its name, or by its ending and what is in it. */
export function isTemplate(path: string, text: string): boolean {
  return template.test(path) || (anyTemplate.test(path) && isContent(text) && !foreign(text));
}

/**
 * Takes a template of a registries.yaml as one: the whole file, in the language of its tool.
 * https://developer.hashicorp.com/terraform/language/functions/templatefile
 *
 * @returns `undefined` if it is none, or in a language that is not known here
 */
export function templateRegion(scope: Scope): { readonly region: FoundRegion } | undefined {
  const { text, path } = scope;
  if (!isTemplate(path, text)) return undefined;
  const tool = toolOf(text, path);
  if (tool === undefined) return undefined;
  const whole = within(scope, blockLayer(text, 0, text.length, { indent: 0 }));
  const { layers, structure } = inDialect(whole, tool.dialect);
  return {
    region: {
      carrier: tool.carrier,
      name: path.slice(path.lastIndexOf("/") + 1),
      reader: /rke2/i.test(path) ? "rke2" : "k3s",
      facts: { at: { start: 0, end: 0 } },
      layers,
      structure,
    },
  };
}

const sections = /^["']?(?:mirrors|configs)["']?[ \t]*:/m;

/** Says whose template a file is: the names of several tools' templates are the same. */
function toolOf(text: string, path: string): { readonly carrier: CarrierId; readonly dialect: DialectId } | undefined {
  // https://docs.ansible.com/ansible/latest/collections/ansible/builtin/template_module.html
  if (path.endsWith(".j2")) return sections.test(text) ? { carrier: "jinja", dialect: "braces" } : undefined;
  const isTerraform = path.endsWith(".tftpl") || (sections.test(text) && !text.includes("{{"));
  return isTerraform ? { carrier: "terraform", dialect: "terraform" } : undefined;
}
