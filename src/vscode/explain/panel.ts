import {
  Disposable,
  type Event,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  l10n,
  type Memento,
  type Uri,
  type WebviewPanel,
  workspace,
} from "vscode";
import { carrierGlob } from "../../core/carriers/carrierNames.ts";
import { regionSettings } from "../../core/lint/lintCarrier.ts";
import { knownNodes, nodeFlags } from "../../core/nodes/compareNodes.ts";
import type { PullError } from "../../core/pullErrors/pullError.ts";
import { type ExplainState, explainIntentSchema } from "../../webview/protocol/explain.ts";
import { openDocument, readText } from "../documents.ts";
import { isFileTooLarge, tooLargeText } from "../fileSize.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { comparedNodes, lastCheck } from "../nodes/comparedNodes.ts";
import { type OpenedRegion, openRegion, regionGone } from "../openedRegistries.ts";
import { productLabel } from "../productLabel.ts";
import { regionLabel } from "../regionPicker.ts";
import { fileOf, isIn } from "../regionUri.ts";
import { revealPlace } from "../revealPlace.ts";
import { openWebviewPage } from "../webviewPage.ts";
import { applyFix } from "./applyFix.ts";
import { rememberImage } from "./lastImage.ts";
import { outerSpanOf } from "./places.ts";
import { nothingFound } from "./pullFile.ts";
import { type Explained, explainState, type Shown } from "./state.ts";

/** The page that tells how an image is pulled: one panel at a time. */
export interface Explainer extends Disposable {
  /**
   * Opens it beside the file, or brings it to the front.
   *
   * @param file the address of a registries.yaml
   * @param example true if the image is an example
   */
  open(file: Uri, image: string, example?: boolean): Promise<void>;
  /** The same for the image of errors, with what they mean and, where there is a file, what in it leads to them. */
  openErrors(file: Uri | undefined, errors: readonly PullError[]): Promise<void>;
  /** The file of the page, while it is open. */
  readonly file: Uri | undefined;
  /** Takes a message as the page sends it; what does not follow the protocol is dropped. */
  receive(message: unknown): Promise<void>;
  /** Every state as it is sent to the page. */
  readonly onDidSend: Event<ExplainState>;
  /** The page's HTML, while it is open. */
  html(): string | undefined;
}

/** As long as lint waits for the next letter. */
const typingPause = 150;

/** Makes the explainer; nothing is shown before it is opened. */
export function createExplainer(
  { extensionUri, workspaceState }: Pick<ExtensionContext, "extensionUri" | "workspaceState">,
  log: LogOutputChannel,
  settings: LintSettingsProvider,
): Explainer {
  let panel: WebviewPanel | undefined;
  let asked: Asked | undefined;
  let shown: (Omit<Shown, "state"> & { readonly text: string | undefined }) | undefined;
  let round = 0;
  let typing: ReturnType<typeof setTimeout> | undefined;
  const sent = new EventEmitter<ExplainState>();

  /** Sends the whole state; a newer request overtakes an older one. */
  const send = async (): Promise<void> => {
    clearTimeout(typing);
    const mine = ++round;
    if (!asked) return;
    const explained = await explainedNow(asked, settings, workspaceState);
    if (mine !== round || !panel) return;
    const { state, ...targets } = explainState(explained);
    shown = { ...targets, text: explained.opened?.text };
    sent.fire(state);
    await panel.webview.postMessage(state);
  };

  const refresh = (uri: Uri | undefined, pause = 0): void => {
    if (!panel || !asked || (uri && !isIn(asked.file, uri))) return;
    clearTimeout(typing);
    if (pause === 0) void send();
    else typing = setTimeout(() => void send(), pause);
  };

  const receive = async (message: unknown): Promise<void> => {
    const intent = explainIntentSchema.safeParse(message);
    if (!intent.success) {
      log.warn("The page of a pull sent a message that is not in the protocol");
      return;
    }
    switch (intent.data.type) {
      case "ready":
        return send();
      case "explain": {
        const { image } = intent.data;
        if (!asked) return;
        asked = { ...asked, image, example: false, errors: [] };
        await rememberImage(workspaceState, image);
        return send();
      }
      case "reveal": {
        const place = shown?.places[intent.data.place];
        if (place && asked?.file) await revealPlace(asked.file, ({ region }) => outerSpanOf(region, place), panel);
        return;
      }
      case "fix": {
        const fix = shown?.fixes[intent.data.fix];
        if (!fix || !asked?.file || shown?.text === undefined) return;
        if (!(await applyFix(fileOf(asked.file), shown.text, fix))) return;
        const start = fix.edits[0]?.start ?? 0;
        // The focus stays on the page, where the next button is.
        await revealPlace(asked.file, () => ({ start, end: start }), panel, true);
      }
    }
  };

  const watcher = workspace.createFileSystemWatcher(carrierGlob);
  const subscriptions = Disposable.from(
    sent,
    watcher,
    watcher.onDidChange((uri) => refresh(uri)),
    watcher.onDidCreate((uri) => refresh(uri)),
    watcher.onDidDelete((uri) => refresh(uri)),
    workspace.onDidChangeTextDocument(({ document }) => refresh(document.uri, typingPause)),
    workspace.onDidOpenTextDocument(({ uri }) => refresh(uri)),
    workspace.onDidCloseTextDocument(({ uri }) => refresh(uri)),
    settings.onDidChange((uri) => refresh(uri)),
    new Disposable(() => clearTimeout(typing)),
  );

  const open = async (wanted: Asked): Promise<void> => {
    asked = wanted;
    if (!panel) {
      const page = { name: "explain", title: l10n.t("Explain Image Pull") } as const;
      panel = openWebviewPage(extensionUri, page);
      panel.webview.onDidReceiveMessage(receive);
      panel.onDidDispose(() => {
        panel = undefined;
        asked = undefined;
        shown = undefined;
      });
    } else panel.reveal(undefined, false);
    await send();
  };

  return {
    open: (file, image, example = false) => open({ file, image, example, errors: [] }),
    openErrors: (file, errors) => {
      const image = errors.find((error) => error.image)?.image?.text ?? "";
      return open({ file, image, example: false, errors });
    },
    get file() {
      return asked?.file;
    },
    receive,
    onDidSend: sent.event,
    html: () => panel?.webview.html,
    dispose() {
      panel?.dispose();
      subscriptions.dispose();
    },
  };
}

interface Asked {
  /** The address of the registries.yaml; `undefined` for errors without one. */
  readonly file: Uri | undefined;
  readonly image: string;
  readonly example: boolean;
  readonly errors: readonly PullError[];
}

/** Puts together what counts now: the text that an editor has, else the one that is saved. */
async function explainedNow(
  { file: address, image, example, errors }: Asked,
  settings: LintSettingsProvider,
  state: Memento,
): Promise<Explained> {
  if (!address) {
    const remark = nothingFound();
    return { image, example, source: "", errors, nodeRemarks: [], settings: {}, opened: undefined, remark };
  }
  const uri = fileOf(address);
  const check = errors.length > 0 ? lastCheck(state, address) : undefined;
  const compared = check && (await comparedNodes(address, check, settings));
  const nodes = compared && knownNodes(compared.rows, compared.settings);
  const lintSettings = { ...(await settings.of(uri)), ...nodes?.options };
  const opened = (await isFileTooLarge(uri)) ? undefined : await openRegion(address);
  const { target = {} } = opened ? regionSettings(opened.region, lintSettings) : lintSettings;
  const flags = nodeFlags(lintSettings).join(" ");
  const reader = productLabel(target);
  const name = regionLabel(address, opened?.region);
  const source =
    flags === "" ? l10n.t("{0}, read by {1}", name, reader) : l10n.t("{0}, read by {1} with {2}", name, reader, flags);
  const remark = opened ? savedRemark(opened) : await missingRemark(uri);
  return { image, example, source, errors, nodeRemarks: nodes?.remarks ?? [], settings: lintSettings, opened, remark };
}

function savedRemark({ isOpen }: OpenedRegion): string | undefined {
  return isOpen ? undefined : l10n.t("The file is not open in an editor. This is the saved version.");
}

async function missingRemark(uri: Uri): Promise<string> {
  if (await isFileTooLarge(uri)) return tooLargeText(uri);
  return openDocument(uri.toString()) || (uri.scheme !== "untitled" && (await readText(uri)) !== undefined)
    ? regionGone()
    : l10n.t("The file is no longer open and was not saved.");
}
