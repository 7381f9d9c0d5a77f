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
import type { FileRegion } from "../../core/carriers/region.ts";
import { type WrapForm, wrapForms, wrapRegistries, wrapTitles } from "../../core/deploy/wrapRegistries.ts";
import { regionSettings } from "../../core/lint/lintCarrier.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { openDocument } from "../documents.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { regionAt, regionsOf } from "../openedRegistries.ts";

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

/** A registries.yaml of a document. */
interface PickedRegion {
  readonly document: TextDocument;
  readonly region: FileRegion;
}

/**
 * The registries.yaml that a command is for: the only one of the document, the one at the cursor, or the one that is picked.
 *
 * @param asked the document; the one in front when left out
 * @param isWanted which registries.yaml files are meant
 * @returns `undefined` when the user cancels
 * @throws UserProblem when there is none
 */
async function pickRegion(
  asked: Uri | undefined,
  isWanted: (region: FileRegion) => boolean,
): Promise<PickedRegion | undefined> {
  const editor = window.activeTextEditor;
  const document = asked ? openDocument(asked.toString()) : editor?.document;
  const regions = document ? regionsOf(document).filter(isWanted) : [];
  const [only, ...more] = regions;
  if (document === undefined || only === undefined)
    throw new UserProblem(l10n.t("Open a registries.yaml or a file with one inside first, such as a cloud-init file."));
  if (more.length === 0) return { document, region: only };
  const atCursor = editor?.document === document ? regionAt(document, editor.selection.active)?.region : undefined;
  if (atCursor !== undefined && regions.includes(atCursor)) return { document, region: atCursor };
  type Item = QuickPickItem & { readonly region: FileRegion };
  const items = regions.map((region): Item => ({ label: regionLabel(document, region), region }));
  const picked = await window.showQuickPick(items, { placeHolder: l10n.t("Which registries.yaml in this file?") });
  return picked && { document, region: picked.region };
}

/** A registries.yaml inside a file as people find it: its name, and its line. */
function regionLabel(document: TextDocument, { name, carrier, span }: FileRegion): string {
  return l10n.t("{0}, line {1}", name || (carrier ?? ""), document.positionAt(span.start).line + 1);
}
