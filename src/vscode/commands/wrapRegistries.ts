import { l10n, languages, type QuickPickItem, type Uri, ViewColumn, window, workspace } from "vscode";
import { type WrapForm, wrapForms, wrapRegistries, wrapTitles } from "../../core/deploy/wrapRegistries.ts";
import { regionSettings } from "../../core/lint/lintCarrier.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { pickRegion } from "../regionPicker.ts";

export const wrapRegistriesCommand = "k3sRegistries.wrapRegistries";
export const extractRegistriesCommand = "k3sRegistries.extractRegistries";

/** Writes a registries.yaml into the file of a tool that puts it on the nodes, which is untitled until the user saves it. */
export async function wrapInOther(settings: LintSettingsProvider, asked: Uri | undefined): Promise<void> {
  const picked = await pickRegion(asked, () => true);
  if (!picked) return;
  const { document, region } = picked;
  type Item = QuickPickItem & { readonly form: WrapForm };
  const items = wrapForms.map((form): Item => ({ label: wrapTitles[form], form }));
  const chosen = await window.showQuickPick(items, {
    title: l10n.t("Convert registries.yaml to…"),
    placeHolder: l10n.t("Which tool puts the file on the nodes?"),
  });
  if (!chosen) return;
  const { target } = regionSettings(region, (await settings.of(document.uri)) ?? {});
  const made = wrapRegistries(region.file, chosen.form, target?.product === "rke2" ? "rke2" : "k3s");
  if (!made.ok) throw new UserProblem(made.problem);
  await showUntitled(made.text, made.language);
}

/** Takes a registries.yaml out of the file that carries it, as it arrives on the nodes. */
export async function extractRegistries(asked: Uri | undefined): Promise<void> {
  const picked = await pickRegion(asked, ({ carrier }) => carrier !== undefined);
  if (!picked) return;
  const { arriving, file } = picked.region;
  await showUntitled(arriving, "yaml");
  if (arriving !== file.doc.text)
    void window.showInformationMessage(
      l10n.t("Values that the tool fills in, or that are in Secrets, are not in this file. Replace their names."),
    );
}

/** Shows a text beside, in a language that may come with an extension. */
async function showUntitled(content: string, wanted: string): Promise<void> {
  const language = (await languages.getLanguages()).includes(wanted) ? wanted : "plaintext";
  const document = await workspace.openTextDocument({ language, content });
  await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: false });
}
