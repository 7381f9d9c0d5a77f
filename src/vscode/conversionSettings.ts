import { Uri, workspace } from "vscode";
import type { ConvertRequest } from "../core/convert/convert.ts";
import type { Destination } from "./destination.ts";
import type { LintSettingsProvider } from "./lintSettings.ts";
import { convertKeyForm, convertMirrors, editorSettings } from "./settings.ts";

/** Returns the form of a conversion and its destination, from the settings. */
export type ConversionSettings = Required<Pick<ConvertRequest, "mirrors" | "keyForm">> & {
  /** The product and version that will read the file. */
  readonly reader: NonNullable<ConvertRequest["target"]>;
};

/** The settings for a destination; a new file has those of a registries.yaml in the first folder of the workspace. */
export async function conversionSettings(
  settings: LintSettingsProvider,
  destination: Destination,
): Promise<ConversionSettings> {
  const folder = workspace.workspaceFolders?.[0];
  const newFile = folder && Uri.joinPath(folder.uri, "registries.yaml");
  const uri = destination.kind === "existing" ? destination.uri : newFile;
  const linted = uri && (await settings.of(uri));
  return {
    mirrors: convertMirrors(uri),
    keyForm: convertKeyForm(uri),
    reader: (linted ?? editorSettings(uri)).target ?? {},
  };
}
