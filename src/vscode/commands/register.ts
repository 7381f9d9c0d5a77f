import { commands, Disposable, type ExtensionContext, type LogOutputChannel, Uri } from "vscode";
import { previewContainerdCommand } from "../containerdPreview.ts";
import { registerEditorContext } from "../editorContext.ts";
import { checkImagesCommand } from "../images/checkImages.ts";
import type { Linter } from "../linter.ts";
import { checkNodes } from "../nodes/checkNodes.ts";
import { checkNodesCommand, deployToNodesCommand } from "../nodes/commandIds.ts";
import { deployToNodes } from "../nodes/deployToNodes.ts";
import type { Pages } from "../pages.ts";
import { createRegistriesViews, openAsRegistriesCommand } from "../registriesView.ts";
import { addCredential, addCredentialCommand } from "./addCredential.ts";
import { chooseTarget, chooseTargetCommand } from "./chooseTarget.ts";
import { convertCredential, convertCredentialCommand } from "./convertCredential.ts";
import { disableRule, disableRuleCommand } from "./disableRule.ts";
import { explainPull, explainPullCommand } from "./explainPull.ts";
import { explainPullError, explainPullErrorCommand } from "./explainPullError.ts";
import { extractCredential, extractCredentialCommand } from "./extractCredential.ts";
import { fixAllCommand, fixAllInEditor } from "./fixAll.ts";
import { lintWorkspace, lintWorkspaceCommand } from "./lintWorkspace.ts";
import { copyCommands, copyCommandsCommand, showNextSteps, showNextStepsCommand } from "./nextSteps.ts";
import { replaceCredential, replaceCredentialCommand } from "./replaceCredential.ts";
import { reportProblems } from "./reportProblems.ts";
import { rotateKey, rotateKeyCommand } from "./rotateKey.ts";
import { verifyCredentials, verifyCredentialsCommand } from "./verifyCredentials.ts";
import { extractRegistries, extractRegistriesCommand, wrapInOther, wrapRegistriesCommand } from "./wrapRegistries.ts";

export const openConverterCommand = "k3sRegistries.openConverter";

/** Registers every command, and when it is shown; `test/project/manifest.test.ts` compares the ids with package.json. */
export function registerCommands(
  context: ExtensionContext,
  log: LogOutputChannel,
  { settings, settingsFiles, closedFiles, exposure }: Linter,
  { converter, explainer, imageChecks, nodesPage, previews }: Pages,
): Disposable {
  const register = (id: string, run: (asked: Uri | undefined, more: unknown) => Promise<void>): Disposable =>
    commands.registerCommand(id, (argument: unknown, more: unknown) =>
      reportProblems(log, id, () => run(argument instanceof Uri ? argument : undefined, more)),
    );
  const views = createRegistriesViews();
  return Disposable.from(
    views,
    registerEditorContext(),
    register(convertCredentialCommand, async (asked) =>
      exposure.look(await convertCredential(context.globalState, settings, asked)),
    ),
    register(addCredentialCommand, async () => exposure.look(await addCredential(context.globalState, settings))),
    register(rotateKeyCommand, async (asked) => exposure.look(await rotateKey(asked))),
    register(replaceCredentialCommand, async (file, host) =>
      exposure.look(await replaceCredential(settings, file, host)),
    ),
    register(extractCredentialCommand, (file, host) => extractCredential(file, host)),
    register(verifyCredentialsCommand, (file, host) => verifyCredentials(settings, file, host)),
    register(openConverterCommand, (asked) => converter.open(asked)),
    register(openAsRegistriesCommand, (asked, index) => views.show(asked, index)),
    register(wrapRegistriesCommand, (asked) => wrapInOther(settings, asked)),
    register(deployToNodesCommand, (asked) => deployToNodes(context, settings, asked)),
    register(checkNodesCommand, (asked) => checkNodes(context, settings, nodesPage, asked)),
    register(extractRegistriesCommand, (asked) => extractRegistries(asked)),
    register(previewContainerdCommand, () => previews.show()),
    register(explainPullCommand, (asked, example) =>
      explainPull({ explainer, images: imageChecks.images, state: context.workspaceState }, asked, example),
    ),
    register(explainPullErrorCommand, (asked, text) => explainPullError(explainer, asked, text)),
    register(fixAllCommand, () => fixAllInEditor(settings)),
    register(checkImagesCommand, (asked) => imageChecks.run(asked)),
    register(lintWorkspaceCommand, () => lintWorkspace(closedFiles)),
    register(chooseTargetCommand, () => chooseTarget(settingsFiles)),
    register(disableRuleCommand, (file, id) => disableRule(settingsFiles, file, id)),
    register(showNextStepsCommand, async () => {
      settings.nodesRestarted();
      await showNextSteps();
    }),
    register(copyCommandsCommand, async () => {
      settings.nodesRestarted();
      await copyCommands();
    }),
  );
}
