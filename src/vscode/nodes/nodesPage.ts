import {
  commands,
  Disposable,
  type Event,
  EventEmitter,
  type ExtensionContext,
  env,
  type LogOutputChannel,
  l10n,
  Uri,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import { carrierGlob } from "../../core/carriers/carrierNames.ts";
import { rulePage } from "../../core/lint/rulePage.ts";
import { type NodesState, nodesIntentSchema } from "../../webview/protocol/nodes.ts";
import { chooseTargetCommand } from "../commands/chooseTarget.ts";
import type { Previews } from "../containerdPreview.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { isIn } from "../regionUri.ts";
import { revealPlace } from "../revealPlace.ts";
import { settingsSection } from "../settings.ts";
import { openWebviewPage } from "../webviewPage.ts";
import { checkNodesCommand, deployToNodesCommand } from "./commandIds.ts";
import { comparedNodes, type NodeCheck } from "./comparedNodes.ts";
import { type NodesTarget, nodesState } from "./state.ts";

/** The page that shows what the nodes have: one panel at a time. */
export interface NodesPage extends Disposable {
  /** Opens it beside the file, or brings it to the front. @param address of the registries.yaml */
  open(address: Uri, check: NodeCheck): Promise<void>;
  /** Takes a message as the page sends it; what does not follow the protocol is dropped. */
  receive(message: unknown): Promise<void>;
  /** Every state as it is sent to the page. */
  readonly onDidSend: Event<NodesState>;
}

/** As long as lint waits for the next letter. */
const typingPause = 150;

/** Makes the page; nothing is shown before it is opened. */
export function createNodesPage(
  { extensionUri }: Pick<ExtensionContext, "extensionUri">,
  log: LogOutputChannel,
  settings: LintSettingsProvider,
  previews: Previews,
): NodesPage {
  let panel: WebviewPanel | undefined;
  let asked: { readonly address: Uri; readonly check: NodeCheck } | undefined;
  let targets: readonly NodesTarget[] = [];
  let round = 0;
  let typing: ReturnType<typeof setTimeout> | undefined;
  const sent = new EventEmitter<NodesState>();

  /** Sends the whole state; a newer request overtakes an older one. */
  const send = async (): Promise<void> => {
    clearTimeout(typing);
    const mine = ++round;
    if (!asked) return;
    const { address, check } = asked;
    const compared = await comparedNodes(address, check, settings);
    if (mine !== round || !panel) return;
    const shown = nodesState(address, check, compared);
    targets = shown.targets;
    sent.fire(shown.state);
    await panel.webview.postMessage(shown.state);
  };

  const refresh = (uri?: Uri): void => {
    if (!panel || !asked || (uri && !isIn(asked.address, uri))) return;
    clearTimeout(typing);
    typing = setTimeout(() => void send(), typingPause);
  };

  const open = async (target: NodesTarget, address: Uri): Promise<void> => {
    switch (target.to) {
      case "check":
        return commands.executeCommand(checkNodesCommand, address);
      case "deploy":
        return commands.executeCommand(deployToNodesCommand, address);
      case "target":
        return commands.executeCommand(chooseTargetCommand);
      case "flags":
        return commands.executeCommand(
          "workbench.action.openSettings",
          `@id:${settingsSection}.embeddedRegistry @id:${settingsSection}.disableDefaultEndpoint`,
        );
      case "copy":
        await env.clipboard.writeText(target.command);
        window.setStatusBarMessage(l10n.t("Command copied"), 4000);
        return;
      case "page":
        await env.openExternal(Uri.parse(rulePage(target.rule)));
        return;
      case "hosts.toml":
        return previews.show(address, target.registry);
      case "line": {
        const { offset } = target;
        await revealPlace(address, ({ region }) => region.outerSpan({ start: offset, end: offset }), panel);
      }
    }
  };

  const receive = async (message: unknown): Promise<void> => {
    const intent = nodesIntentSchema.safeParse(message);
    if (!intent.success) {
      log.warn("The page of the nodes sent a message that is not in the protocol");
      return;
    }
    if (intent.data.type === "ready") return send();
    const target = targets[intent.data.link];
    if (target && asked) await open(target, asked.address);
  };

  /** Follows the file and the settings while the page is open. */
  const follow = (): Disposable => {
    const watcher = workspace.createFileSystemWatcher(carrierGlob);
    return Disposable.from(
      watcher,
      watcher.onDidChange(refresh),
      watcher.onDidCreate(refresh),
      watcher.onDidDelete(refresh),
      workspace.onDidChangeTextDocument(({ document }) => refresh(document.uri)),
      workspace.onDidSaveTextDocument(({ uri }) => refresh(uri)),
      workspace.onDidCloseTextDocument(({ uri }) => refresh(uri)),
      settings.onDidChange((uri) => refresh(uri)),
      new Disposable(() => clearTimeout(typing)),
    );
  };

  return {
    async open(address, check) {
      asked = { address, check };
      if (!panel) {
        panel = openWebviewPage(extensionUri, { name: "nodes", title: l10n.t("Check Nodes") });
        panel.webview.onDidReceiveMessage(receive);
        const following = follow();
        panel.onDidDispose(() => {
          following.dispose();
          panel = undefined;
          asked = undefined;
          targets = [];
        });
      } else panel.reveal(undefined, false);
      await send();
    },
    receive,
    onDidSend: sent.event,
    dispose() {
      panel?.dispose();
      sent.dispose();
    },
  };
}
