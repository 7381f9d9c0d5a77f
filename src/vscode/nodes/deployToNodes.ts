import { commands, type ExtensionContext, l10n, type QuickPickItem, type Uri, window } from "vscode";
import { carriedText, sshScript } from "../../core/deploy/sshScript.ts";
import { type NodeProduct, unfit, wrapForms, wrapTitles } from "../../core/deploy/wrapRegistries.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { showUntitled, showWrapped } from "../commands/wrapRegistries.ts";
import { askedRegistries, type OpenedRegistries } from "../credentials/registriesEntry.ts";
import { openDocument } from "../documents.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { deploySettings } from "../settings.ts";
import { askNodes } from "./askNodes.ts";
import { refuseUntrusted } from "./checkNodes.ts";
import { checkNodesCommand } from "./commandIds.ts";
import { digest, fileBytes } from "./comparedNodes.ts";
import { askProduct, fitForNodes } from "./fitForNodes.ts";
import { canRunScripts, runScript } from "./runScript.ts";

/**
 * Opens a text that puts a registries.yaml on the nodes, for review; nothing runs by itself.
 *
 * @throws UserProblem when there is no registries.yaml, or it can't be deployed like that
 */
export async function deployToNodes(
  context: ExtensionContext,
  settings: LintSettingsProvider,
  asked: Uri | undefined,
): Promise<void> {
  refuseUntrusted();
  const title = l10n.t("Deploy to Nodes");
  const opened = await askedRegistries(asked, title);
  const fit = opened && (await fitForNodes(opened, settings));
  if (!fit) return;
  type Item = QuickPickItem & { readonly run: () => Promise<void> };
  const items: readonly Item[] = [
    {
      label: l10n.t("Script for ssh"),
      detail: l10n.t("One node after the other, with a backup, a time limit for the restart, and the way back."),
      run: () => openScript(context, settings, opened, fit.product, title),
    },
    ...wrapForms.map((form) => ({
      label: wrapTitles[form],
      run: () => showWrapped(opened, form, fit.product ?? "k3s"),
    })),
  ];
  const placeHolder = l10n.t("How does the file reach the nodes? The text is opened for review.");
  await (await window.showQuickPick(items, { title, placeHolder }))?.run();
}

async function openScript(
  { workspaceState, globalStorageUri }: ExtensionContext,
  settings: LintSettingsProvider,
  { region, address }: OpenedRegistries,
  known: NodeProduct | undefined,
  title: string,
): Promise<void> {
  const isBare = region.carrier === undefined;
  const refusal = unfit(region.file);
  if (refusal) throw new UserProblem(refusal.problem);
  if (isBare && (address.scheme === "untitled" || openDocument(address.toString())?.isDirty))
    throw new UserProblem(l10n.t("Save the file first: the script puts the saved file on the nodes."));
  const product = await askProduct(known, title);
  const nodes = product && (await askNodes(workspaceState, title));
  if (!nodes) return;
  const made = sshScript({
    sha256: await digest(isBare ? await fileBytes(region, address) : carriedText(region.arriving)),
    ...(isBare ? {} : { text: region.arriving }),
    nodes,
    product,
    options: deploySettings(),
  });
  if (!made.ok) throw new UserProblem(made.problem);
  const document = await showUntitled(made.text, "shellscript");
  const [run, tryRun] = [l10n.t("Run in Terminal"), l10n.t("Dry Run")];
  const canRun = isBare && canRunScripts && address.scheme === "file";
  const message = canRun
    ? l10n.t("Review the script. It contains no secret: it reads the file when it runs.")
    : isBare
      ? l10n.t("Review the script, and run it where ssh reaches the nodes: sh deploy.sh registries.yaml")
      : l10n.t("Review the script. It contains the credentials: save it for yourself alone, and delete it after use.");
  const answer = await window.showInformationMessage(message, ...(canRun ? [run, tryRun] : []));
  if (answer === undefined) return;
  const args = [...(answer === tryRun ? ["--dry-run"] : []), address.fsPath];
  const { code } = await runScript(globalStorageUri, title, document.getText(), args);
  if (answer === tryRun || code === undefined) return;
  if (code !== 0) {
    void window.showWarningMessage(l10n.t("The script stopped. The terminal says at which node, and why."));
    return;
  }
  settings.nodesRestarted();
  const check = l10n.t("Check Nodes…");
  if ((await window.showInformationMessage(l10n.t("The file is on all nodes."), check)) === check)
    await commands.executeCommand(checkNodesCommand, address);
}
