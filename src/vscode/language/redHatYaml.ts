import { extensions, type TextDocument } from "vscode";

/**
 * True if the YAML extension of Red Hat tells and offers the keys of a document by our schema, so that we need not. The
 * path is that of `yamlValidation` in package.json.
 */
export function readsSchema({ uri }: TextDocument): boolean {
  return /\/rancher\/[^/]+\/registries\.yaml$/.test(uri.path) && isRedHatYamlInstalled();
}

/** True if the YAML extension of Red Hat is there, which leads from aliases to anchors itself. */
export function isRedHatYamlInstalled(): boolean {
  return extensions.getExtension("redhat.vscode-yaml") !== undefined;
}
