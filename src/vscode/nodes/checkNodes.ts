import { type ExtensionContext, env, l10n, type QuickPickItem, type Uri, window, workspace } from "vscode";
import { checkScript } from "../../core/deploy/sshScript.ts";
import { readAnswers } from "../../core/nodes/answers.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { showUntitled } from "../commands/wrapRegistries.ts";
import { askedRegistries, type OpenedRegistries } from "../credentials/registriesEntry.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { deploySettings } from "../settings.ts";
import { askNodes, pickedText } from "./askNodes.ts";
import { isFilledIn, keepCheck, lastCheck } from "./comparedNodes.ts";
import { askProduct, nodeProduct } from "./fitForNodes.ts";
import type { NodesPage } from "./nodesPage.ts";
import { canRunScripts, runScript } from "./runScript.ts";

/** @throws UserProblem in a workspace that is not trusted: its files may name nodes that are not the user's */
export function refuseUntrusted(): void {
  if (!workspace.isTrusted) throw new UserProblem(l10n.t("Trust this workspace first: the script reaches your nodes."));
}

/**
 * Shows what the nodes have of a registries.yaml: makes the script that asks them, or reads the answers that it gave.
 *
 * @throws UserProblem when there is no registries.yaml, or no answer
 */
export async function checkNodes(
  context: ExtensionContext,
  settings: LintSettingsProvider,
  page: NodesPage,
  asked: Uri | undefined,
): Promise<void> {
  refuseUntrusted();
  const title = l10n.t("Check Nodes");
  const opened = await askedRegistries(asked, title);
  if (!opened) return;
  const { region, address } = opened;
  if (isFilledIn(region))
    throw new UserProblem(
      l10n.t(
        "Parts of this registries.yaml are filled in later, so nodes can't be compared with it. Extract it first.",
      ),
    );
  const last = lastCheck(context.workspaceState, address);
  const show = async (answers: string | undefined): Promise<void> => {
    if (answers === undefined) return;
    if (readAnswers(answers).answers.length === 0)
      throw new UserProblem(l10n.t("No node has answered. The script prints a line of JSON for each node."));
    const check = { answers, at: Date.now() };
    await keepCheck(context.workspaceState, address, check);
    await page.open(address, check);
  };
  type Item = QuickPickItem & { readonly run: () => Promise<void> };
  const items: readonly Item[] = [
    {
      label: l10n.t("Ask the Nodes…"),
      detail: l10n.t("Opens a script for review that asks them with your own ssh, and changes nothing."),
      run: () => openScript(context, settings, opened, title, show),
    },
    {
      label: l10n.t("Answers from the Clipboard"),
      detail: l10n.t("What the script printed: a line of JSON for each node."),
      run: async () => show(await env.clipboard.readText()),
    },
    { label: l10n.t("Answers from a File…"), run: async () => show(await pickedText(title)) },
    ...(last ? [{ label: l10n.t("Show the Last Check"), run: () => page.open(address, last) }] : []),
  ];
  const placeHolder = l10n.t("What the nodes have of this registries.yaml");
  await (await window.showQuickPick(items, { title, placeHolder }))?.run();
}

/** Opens the script for review, and offers to run it as it is then. */
async function openScript(
  { workspaceState, globalStorageUri }: ExtensionContext,
  settings: LintSettingsProvider,
  opened: OpenedRegistries,
  title: string,
  show: (answers: string) => Promise<void>,
): Promise<void> {
  const product = await askProduct((await nodeProduct(opened, settings)).product, title);
  const nodes = product && (await askNodes(workspaceState, title));
  if (!nodes) return;
  const script = checkScript({ nodes, product, options: deploySettings() });
  const document = await showUntitled(script, "shellscript");
  const run = l10n.t("Run in Terminal");
  const message = canRunScripts
    ? l10n.t("Review the script. It only reads, and its answers are shown here when it has ended.")
    : l10n.t("Review the script, and run it where ssh reaches the nodes. Then copy what it printed, and check again.");
  if ((await window.showInformationMessage(message, ...(canRunScripts ? [run] : []))) !== run) return;
  const { output } = await runScript(globalStorageUri, title, document.getText());
  await show(output);
}
