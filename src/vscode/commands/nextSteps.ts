import { commands, Disposable, EventEmitter, env, l10n, type QuickPickItem, Uri, window, workspace } from "vscode";
import { type NextSteps, nextSteps, nextStepsCommands, nextStepsPage } from "../../core/deploy/nextSteps.ts";

export const showNextStepsCommand = "k3sRegistries.showNextSteps";
export const copyCommandsCommand = "k3sRegistries.copyCommands";

const scheme = "k3s-registries-next-steps";
const page = Uri.from({ scheme, path: `/${l10n.t("Next Steps")}.md` });

/** Serves the page that says what is left to do once registries.yaml is saved. */
export function registerNextStepsPage(): Disposable {
  const changed = new EventEmitter<Uri>();
  return Disposable.from(
    changed,
    workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: nextStepsPage,
    }),
  );
}

/** Says that a conversion is done, and offers what comes next. */
export async function offerNextSteps(done: string): Promise<void> {
  const next = l10n.t("Next Steps");
  const copy = l10n.t("Copy Commands");
  const answer = await window.showInformationMessage(done, next, copy);
  if (answer === next) await commands.executeCommand(showNextStepsCommand);
  if (answer === copy) await commands.executeCommand(copyCommandsCommand);
}

/** What comes next after a change of one file. */
export function copyToNodes(): string {
  return l10n.t("Save the file, copy it to every node that pulls, and restart k3s or RKE2 there.");
}

/** What comes next where another tool writes the registries.yaml of the nodes. */
export function rollOut(): string {
  return l10n.t("Save the changes and roll them out with the tool that writes registries.yaml to the nodes.");
}

/** Shows the next steps as a rendered page beside the editor. */
export async function showNextSteps(): Promise<void> {
  await commands.executeCommand("markdown.showPreviewToSide", page);
}

/** Copies the commands for k3s or RKE2 to the clipboard. */
export async function copyCommands(): Promise<void> {
  type Item = QuickPickItem & { readonly product: NextSteps["product"] };
  const items: Item[] = nextSteps.map(({ product, commands }) => ({
    label: product,
    product,
    detail: commands[0] ?? "",
  }));
  const picked = await window.showQuickPick(items, {
    title: l10n.t("Copy Commands"),
    placeHolder: l10n.t("Which product runs on the nodes?"),
  });
  if (!picked) return;
  await env.clipboard.writeText(nextStepsCommands(picked.product));
  window.setStatusBarMessage(l10n.t("Commands for {0} copied", picked.product), 4000);
}
