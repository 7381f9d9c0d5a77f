import { extensions, type TextDocument } from "vscode";
import { redHatYamlValidates } from "../settings.ts";

/**
 * True if Red Hat's YAML extension is there. It outlines every YAML file and leads from aliases to anchors, so ours steps
 * aside. Hovers and completion it leaves to us, by our schema: docs/editor.md#beside-red-hat-yaml.
 */
export function isRedHatYamlInstalled(): boolean {
  return extensions.getExtension("redhat.vscode-yaml") !== undefined;
}

/** True if Red Hat's YAML extension reports what is wrong in a settings file: by our schema, the same as we do. */
export function isCheckedByRedHatYaml(document: TextDocument): boolean {
  return document.languageId === "yaml" && isRedHatYamlInstalled() && redHatYamlValidates(document);
}
