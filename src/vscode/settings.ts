import { type ConfigurationScope, ConfigurationTarget, workspace } from "vscode";
import type { KeyForm } from "../core/credentials/googleCredential.ts";
import { parseTarget } from "../core/file/release.ts";
import type { LintSettings, Severity } from "../core/lint/rule.ts";
import { isSeverity } from "../core/lint/sharedSettings.ts";

/** The prefix of every setting. */
export const settingsSection = "k3sRegistries";

/** Returns how to lint a file by the editor's settings. Invalid values are ignored. */
export function editorSettings(scope: ConfigurationScope | undefined): LintSettings {
  const settings = workspace.getConfiguration(settingsSection, scope);
  const rules = Object.entries(settings.get<Record<string, unknown>>("rules", {}));
  const valid = rules.filter(([, severity]) => typeof severity === "string" && isSeverity(severity));
  const target = parseTarget(String(settings.get("target", "any")));
  return {
    severities: Object.fromEntries(valid) as Record<string, Severity | "off">,
    ...(target ? { target } : {}),
    embeddedRegistry: settings.get("embeddedRegistry", false),
    disableDefaultEndpoint: settings.get("disableDefaultEndpoint", false),
  };
}

/** True if the converter writes `mirrors` entries. */
export function convertMirrors(scope?: ConfigurationScope): boolean {
  return workspace.getConfiguration(settingsSection, scope).get("convert.mirrors", true);
}

/** How the converter writes a Google key. */
export function convertKeyForm(scope?: ConfigurationScope): KeyForm {
  return workspace.getConfiguration(settingsSection, scope).get<string>("convert.keyForm", "json") === "base64"
    ? "base64"
    : "json";
}

/** How scripts reach the nodes. What is not set is left to `ssh`. */
export function deploySettings(): { readonly user?: string; readonly port?: number; readonly sudo: boolean } {
  const settings = workspace.getConfiguration(settingsSection);
  const user = settings.get("deploy.user", "");
  const port = settings.get("deploy.port", 0);
  return { ...(user === "" ? {} : { user }), ...(port > 0 ? { port } : {}), sudo: settings.get("deploy.sudo", true) };
}

/** True if commands are shown above credentials. */
export function showsCodeLens(scope?: ConfigurationScope): boolean {
  return workspace.getConfiguration(settingsSection, scope).get("codeLens", true);
}

/** True if each mirror offers to explain a pull. */
export function showsExplainPullLens(scope?: ConfigurationScope): boolean {
  return workspace.getConfiguration(settingsSection, scope).get("explainPull.codeLens", true);
}

const otherValidation = "yaml.validate";

/** True unless Red Hat's YAML extension is set to validate nothing. It has the setting for all YAML files, or none. */
export function redHatYamlValidates(scope: ConfigurationScope): boolean {
  return workspace.getConfiguration(undefined, scope).get(otherValidation, true);
}

/** Disables a rule for the workspace, or for its folder if that has its own value. */
export async function switchRuleOff(id: string, scope: ConfigurationScope | undefined): Promise<void> {
  const settings = workspace.getConfiguration(settingsSection, scope);
  const known = settings.inspect<Record<string, unknown>>("rules");
  const inFolder = known?.workspaceFolderValue;
  if (inFolder && Object.hasOwn(inFolder, id))
    await settings.update("rules", { ...inFolder, [id]: "off" }, ConfigurationTarget.WorkspaceFolder);
  else await settings.update("rules", { ...known?.workspaceValue, [id]: "off" }, widest());
}

/** Sets the target for the workspace, or for its folder if that has its own value. */
export async function setTarget(target: string, scope: ConfigurationScope | undefined): Promise<void> {
  const settings = workspace.getConfiguration(settingsSection, scope);
  const inFolder = settings.inspect("target")?.workspaceFolderValue !== undefined;
  await settings.update("target", target, inFolder ? ConfigurationTarget.WorkspaceFolder : widest());
}

/** Without a workspace there are only user settings. */
function widest(): ConfigurationTarget {
  return workspace.workspaceFolders ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
}
