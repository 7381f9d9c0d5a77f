import {
  Disposable,
  type Event,
  EventEmitter,
  type ExtensionContext,
  type LogOutputChannel,
  l10n,
  type TextEditor,
  TextEditorRevealType,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import { openRegistries } from "../../core/file/openRegistries.ts";
import type { PullError } from "../../core/pullErrors/pullError.ts";
import { type ExplainState, explainIntentSchema } from "../../webview/protocol/explain.ts";
import { openDocument, readText, registriesGlob } from "../documents.ts";
import { isFileTooLarge, tooLargeText } from "../fileSize.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { registriesOf } from "../openedRegistries.ts";
import { productLabel } from "../productLabel.ts";
import { placedText, toRange } from "../translate.ts";
import { openWebviewPage } from "../webviewPage.ts";
import { applyFix } from "./applyFix.ts";
import { rememberImage } from "./lastImage.ts";
import { type LinkedPlace, spanOf } from "./places.ts";
import { type Explained, explainState, type Shown } from "./state.ts";

/** The page that tells how an image is pulled: one panel at a time. */
export interface Explainer extends Disposable {
  /**
   * Opens it beside the file, or brings it to the front.
   *
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
    const explained = await explainedNow(asked, settings);
    if (mine !== round || !panel) return;
    const { state, ...targets } = explainState(explained);
    shown = { ...targets, text: explained.file?.registries.doc.text };
    sent.fire(state);
    await panel.webview.postMessage(state);
  };

  const refresh = (uri: Uri | undefined, pause = 0): void => {
    if (!panel || !asked || (uri && uri.toString() !== asked.file?.toString())) return;
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
        if (place && asked?.file) await reveal(asked.file, place, panel);
        return;
      }
      case "fix": {
        const fix = shown?.fixes[intent.data.fix];
        if (!fix || !asked?.file || shown?.text === undefined || !(await applyFix(asked.file, shown.text, fix))) return;
        // The focus stays on the page, where the next button is.
        await reveal(asked.file, { offset: fix.edits[0]?.start ?? 0 }, panel, true);
      }
    }
  };

  const watcher = workspace.createFileSystemWatcher(registriesGlob);
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
  /** `undefined` for errors without a registries.yaml. */
  readonly file: Uri | undefined;
  readonly image: string;
  readonly example: boolean;
  readonly errors: readonly PullError[];
}

/** Puts together what counts now: the text that an editor has, else the one that is saved. */
async function explainedNow(
  { file: uri, image, example, errors }: Asked,
  settings: LintSettingsProvider,
): Promise<Explained> {
  if (!uri) {
    const remark = l10n.t(
      "No registries.yaml found in this workspace. Open the one that the nodes use to see the causes in it.",
    );
    return { image, example, source: "", errors, settings: {}, file: undefined, remark };
  }
  const lintSettings = (await settings.of(uri)) ?? {};
  const { target = {}, embeddedRegistry = false, disableDefaultEndpoint = false } = lintSettings;
  const flags = [
    ...(embeddedRegistry ? ["--embedded-registry"] : []),
    ...(disableDefaultEndpoint ? ["--disable-default-registry-endpoint"] : []),
  ].join(" ");
  const reader = productLabel(target);
  const name = workspace.asRelativePath(uri);
  const source =
    flags === "" ? l10n.t("{0}, read by {1}", name, reader) : l10n.t("{0}, read by {1} with {2}", name, reader, flags);
  const common = { image, example, source, errors, settings: lintSettings };
  if (await isFileTooLarge(uri)) return { ...common, file: undefined, remark: tooLargeText(uri) };
  const document = openDocument(uri.toString());
  if (document) {
    const file = {
      uri,
      registries: registriesOf(document),
      positionAt: (offset: number) => document.positionAt(offset),
    };
    return { ...common, file, remark: undefined };
  }
  const saved = uri.scheme === "untitled" ? undefined : await readText(uri);
  if (saved === undefined)
    return { ...common, file: undefined, remark: l10n.t("The file is no longer open and was not saved.") };
  const file = { ...placedText(uri, saved), registries: openRegistries(saved) };
  return { ...common, file, remark: l10n.t("The file is not open in an editor. This is the saved version.") };
}

/** Puts the cursor of the file's editor on a place, where it is in sight now. */
async function reveal(
  file: Uri,
  place: LinkedPlace,
  panel: WebviewPanel | undefined,
  preserveFocus = false,
): Promise<void> {
  const document = openDocument(file.toString()) ?? (await workspace.openTextDocument(file));
  const selection = toRange(document, spanOf(registriesOf(document).doc, place));
  const shown = editorOf(file);
  const beside = panel?.viewColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One;
  const viewColumn = shown?.viewColumn ?? columnOf(file) ?? beside;
  const editor = await window.showTextDocument(document, { viewColumn, selection, preserveFocus, preview: false });
  editor.revealRange(selection, TextEditorRevealType.InCenterIfOutsideViewport);
}

function editorOf(file: Uri): TextEditor | undefined {
  return window.visibleTextEditors.find(({ document }) => document.uri.toString() === file.toString());
}

/** The column that has a tab of a file, in sight or not. */
function columnOf(file: Uri): ViewColumn | undefined {
  return window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => {
      const { uri } = (input ?? {}) as { readonly uri?: Uri };
      return uri?.toString() === file.toString();
    }),
  )?.viewColumn;
}
