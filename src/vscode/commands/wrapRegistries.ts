import { l10n, languages, type QuickPickItem, type Uri, ViewColumn, window, workspace } from "vscode";
import {
  type NodeProduct,
  type WrapForm,
  wrapForms,
  wrapRegistries,
  wrapTitles,
} from "../../core/deploy/wrapRegistries.ts";
import { lint } from "../../core/lint/lint.ts";
import { regionSettings } from "../../core/lint/lintCarrier.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { askedRegistries } from "../credentials/registriesEntry.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { fileOf } from "../regionUri.ts";

export const wrapRegistriesCommand = "k3sRegistries.wrapRegistries";
export const extractRegistriesCommand = "k3sRegistries.extractRegistries";

/** Writes a registries.yaml into the file of a tool that puts it on the nodes, which is untitled until the user saves it. */
export async function wrapInOther(settings: LintSettingsProvider, asked: Uri | undefined): Promise<void> {
  const title = l10n.t("Convert registries.yaml to…");
  const opened = await askedRegistries(asked, title);
  if (!opened) return;
  const { region, address } = opened;
  type Item = QuickPickItem & { readonly form: WrapForm };
  const items = wrapForms.map((form): Item => ({ label: wrapTitles[form], form }));
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t("Which tool puts the file on the nodes?"),
  });
  if (!chosen) return;
  const known = regionSettings(region, (await settings.of(fileOf(address))) ?? {});
  const product: NodeProduct = known.target?.product === "rke2" ? "rke2" : "k3s";
  // The nodes of k3d run k3s.
  const target = known.target?.product === "k3d" ? { ...known.target, product } : known.target;
  const errors = lint(region.file, { ...known, ...(target && { target }) }).filter((one) => one.severity === "error");
  const list = errors.map(({ message }) => region.shown(message)).join(" ");
  if (list !== "") throw new UserProblem(l10n.t("Fix the errors of this registries.yaml first: {0}", list));
  const made = wrapRegistries(region.file, chosen.form, product);
  if (!made.ok) throw new UserProblem(made.problem);
  await showUntitled(made.text, made.language);
}

/** Takes a registries.yaml out of the file that carries it, as it arrives on the nodes. */
export async function extractRegistries(asked: Uri | undefined): Promise<void> {
  const opened = await askedRegistries(asked, l10n.t("Extract registries.yaml"));
  if (!opened) return;
  const { arriving, carrier, file } = opened.region;
  if (carrier === undefined)
    throw new UserProblem(l10n.t("Open a file with a registries.yaml inside first, such as a cloud-init file."));
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
