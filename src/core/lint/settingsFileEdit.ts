import { openRegistries } from "../file/openRegistries.ts";
import { applyEdits, type TextEdit } from "../text/span.ts";
import { operationEdits } from "../yaml/edit.ts";
import { readOtherYaml } from "../yaml/otherYaml.ts";
import type { Severity } from "./rule.ts";
import { parseSettingsFile } from "./settingsFile.ts";

/** A change of a settings file. */
export type SettingsChange =
  | { readonly rule: string; readonly severity: Severity | "off" }
  | { readonly target: string };

/**
 * Returns the edits that write a setting into a `.k3s-registries.yaml` and keep everything else, also comments and line ends.
 *
 * @returns `undefined` if the text can't be read, or contains something else where the setting belongs
 */
export function settingsFileEdits(text: string, change: SettingsChange): readonly TextEdit[] | undefined {
  const { fault, beyond } = readOtherYaml(text);
  if (fault || beyond) return undefined;
  const { doc } = openRegistries(text);
  const [set, value] = "rule" in change ? [["severities", change.rule], change.severity] : [["target"], change.target];
  const isMap = set.every((_, depth) => {
    const path = set.slice(0, depth);
    const kind = doc.node(path)?.node.kind ?? "map";
    return kind === "map" || doc.value(path).kind === "null";
  });
  if (!isMap || (doc.node(set)?.node.kind ?? "scalar") !== "scalar") return undefined;
  const edits = operationEdits(doc, [{ set, value }]);
  // What stands around it, such as the end of a document, may keep it from being read.
  const { severities, target } = parseSettingsFile(applyEdits(text, edits)).settings;
  const isRead = "rule" in change ? severities?.[change.rule] === change.severity : target !== undefined;
  return isRead ? edits : undefined;
}
