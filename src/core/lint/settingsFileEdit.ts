import type { TextEdit } from "../text/span.ts";
import { type Path, parseYaml, type Value } from "../yaml/document.ts";
import { operationEdits } from "../yaml/edit.ts";
import type { Severity } from "./rule.ts";

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
  const doc = parseYaml(text);
  if (doc.document.failure || !holdsMap(doc.value([]))) return undefined;
  const path: Path = "rule" in change ? ["severities", change.rule] : ["target"];
  if ("rule" in change && !holdsMap(doc.value(["severities"]))) return undefined;
  return operationEdits(doc, [{ set: path, value: "rule" in change ? change.severity : change.target }]);
}

function holdsMap({ kind }: Value): boolean {
  return kind === "map" || kind === "null" || kind === "missing";
}
