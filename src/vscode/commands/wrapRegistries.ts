import {
  l10n,
  languages,
  type QuickPickItem,
  type TextDocument,
  type Uri,
  ViewColumn,
  window,
  workspace,
} from "vscode";
import {
  type NodeProduct,
  type WrapForm,
  wrapForms,
  wrapRegistries,
  wrapTitles,
} from "../../core/deploy/wrapRegistries.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { askedRegistries, type OpenedRegistries } from "../credentials/registriesEntry.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { fitForNodes } from "../nodes/fitForNodes.ts";

export const wrapRegistriesCommand = "k3sRegistries.wrapRegistries";
export const extractRegistriesCommand = "k3sRegistries.extractRegistries";

/** Writes a registries.yaml into the file of a tool that puts it on the nodes, which is untitled until the user saves it. */
export async function wrapInOther(settings: LintSettingsProvider, asked: Uri | undefined): Promise<void> {
  const title = l10n.t("Convert registries.yaml to…");
  const opened = await askedRegistries(asked, title);
  if (!opened) return;
  type Item = QuickPickItem & { readonly form: WrapForm };
  const items = wrapForms.map((form): Item => ({ label: wrapTitles[form], form }));
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t("Which tool puts the file on the nodes?"),
  });
  if (!chosen) return;
  const fit = await fitForNodes(opened, settings);
  if (fit) await showWrapped(opened, chosen.form, fit.product ?? "k3s");
}

/**
 * Shows the file of a tool that carries a registries.yaml, untitled.
 *
 * @throws UserProblem when the tool can't carry it
 */
export async function showWrapped({ region }: OpenedRegistries, form: WrapForm, product: NodeProduct): Promise<void> {
  const made = wrapRegistries(region.file, form, product);
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
export async function showUntitled(content: string, wanted: string): Promise<TextDocument> {
  const language = (await languages.getLanguages()).includes(wanted) ? wanted : "plaintext";
  const document = await workspace.openTextDocument({ language, content });
  await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: false });
  return document;
}
