import {
  type Disposable,
  type Event,
  EventEmitter,
  type ExtensionContext,
  env,
  type LogOutputChannel,
  l10n,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import { googleCredentialHosts } from "../core/convert/convert.ts";
import { hostProblem, normaliseHost } from "../core/registries/hosts.ts";
import { type ConverterState, type Intent, intentSchema } from "../webview/protocol.ts";
import { applyConversion, convertInto } from "./applyConversion.ts";
import { reportProblems } from "./commands/reportProblems.ts";
import { converterHtml } from "./converterHtml.ts";
import { type ConverterSession, converterState, targetOf } from "./converterState.ts";
import { lastHosts, rememberHosts } from "./hostPicker.ts";
import { keyInActiveEditor, pickKeyFile, readKey } from "./keySource.ts";
import { localised } from "./phrases.ts";
import { convertMirrors } from "./settings.ts";
import { registriesFiles, targetDocument } from "./target.ts";
import { UserProblem } from "./userProblem.ts";

/** The converter's webview: one panel at a time. */
export interface Converter extends Disposable {
  /** Opens it beside the key, or brings it to the front; with a file, that becomes its key. */
  open(asked?: Uri): Promise<void>;
  /** Takes a message as the page sends it; what does not follow the protocol is dropped. */
  receive(message: unknown): Promise<void>;
  /** Every state as it is sent to the page. */
  readonly onDidSend: Event<ConverterState>;
  /** The page's HTML, while it is open. */
  html(): string | undefined;
}

/** Makes the converter; nothing is shown before it is opened. */
export function createConverter(context: ExtensionContext, log: LogOutputChannel): Converter {
  let panel: WebviewPanel | undefined;
  let session: ConverterSession = emptySession();
  let round = 0;
  const sent = new EventEmitter<ConverterState>();

  function emptySession(): ConverterSession {
    const hosts = lastHosts(context.globalState);
    return {
      source: undefined,
      keyProblem: undefined,
      hosts,
      preselected: hosts,
      extraHosts: [],
      files: [],
      target: "",
      mirrors: convertMirrors(),
      hostProblem: undefined,
      notice: undefined,
    };
  }

  const update = (change: Partial<ConverterSession>): void => {
    session = { ...session, notice: undefined, hostProblem: undefined, ...change };
  };

  /** Sends the whole state; a newer request overtakes an older one. */
  const send = async (): Promise<void> => {
    const mine = ++round;
    const files = await registriesFiles();
    const target =
      session.target === "" || files.some((uri) => uri.toString() === session.target) ? session.target : "";
    session = { ...session, files, target };
    const document = await targetDocument(targetOf(session)).catch(() => undefined);
    if (mine !== round || !panel) return;
    const state = converterState(session, document);
    sent.fire(state);
    await panel.webview.postMessage(state);
  };

  const takeKey = async (uri: Uri): Promise<void> => {
    try {
      update({ source: await readKey(uri), keyProblem: undefined });
    } catch (error) {
      if (!(error instanceof UserProblem)) throw error;
      update({ source: undefined, keyProblem: error.message });
    }
  };

  const chooseTarget = async (target: string): Promise<void> => {
    update({ target });
    const known = googleCredentialHosts((await targetDocument(targetOf(session)))?.getText() ?? "");
    const { hosts, preselected } = session;
    const own = hosts.filter((host) => !preselected.includes(host));
    const suggested = known.length > 0 ? known : lastHosts(context.globalState);
    const added = suggested.filter((host) => !own.includes(host));
    update({ hosts: [...added, ...own], preselected: added });
  };

  const apply = async (intent: "insert" | "createFile"): Promise<void> => {
    const { source, hosts, mirrors } = session;
    if (!source) return;
    const target = intent === "insert" ? targetOf(session) : ({ kind: "new" } as const);
    if (!(await applyConversion({ assignments: [{ credential: source.credential, hosts }], mirrors, target }))) return;
    await rememberHosts(context.globalState, hosts);
    update({ notice: l10n.t("Done. The file is open and not saved yet.") });
  };

  const copy = async (): Promise<void> => {
    const { source, hosts, mirrors } = session;
    if (!source) return;
    const conversion = convertInto(
      { assignments: [{ credential: source.credential, hosts }], mirrors },
      await targetDocument(targetOf(session)),
    );
    await env.clipboard.writeText(conversion.text);
    update({ notice: l10n.t("Copied, with the key in it. Paste it only where it belongs.") });
  };

  const addHost = (text: string): void => {
    const host = normaliseHost(text);
    const problem = hostProblem(host);
    if (problem !== undefined) update({ hostProblem: localised(problem) });
    else
      update({
        extraHosts: [...new Set([...session.extraHosts, host])],
        hosts: [...new Set([...session.hosts, host])],
      });
  };

  const carryOut = async (intent: Intent): Promise<void> => {
    if (intent.type === "setHost") {
      const others = session.hosts.filter((host) => host !== intent.host);
      const preselected = session.preselected.filter((host) => host !== intent.host);
      update({ hosts: intent.chosen ? [...others, intent.host] : others, preselected });
    } else if (intent.type === "addHost") addHost(intent.text);
    else if (intent.type === "setMirrors") update({ mirrors: intent.mirrors });
    else if (intent.type === "setTarget") await chooseTarget(intent.target);
    else if (intent.type === "chooseKey") {
      const uri = await pickKeyFile();
      if (uri) await takeKey(uri);
    } else if (intent.type === "useActiveEditor") await useVisibleKey();
    else if (intent.type === "copy") await copy();
    else if (intent.type !== "ready") await apply(intent.type);
    await send();
  };

  const useVisibleKey = async (): Promise<void> => {
    const found = window.visibleTextEditors.find(({ document }) => /^jsonc?$/.test(document.languageId));
    if (found) await takeKey(found.document.uri);
    else update({ keyProblem: l10n.t("No editor shows a JSON file. Open the key, or choose its file.") });
  };

  const receive = async (message: unknown): Promise<void> => {
    const intent = intentSchema.safeParse(message);
    if (!intent.success) log.warn("The converter's page sent a message that is not in the protocol");
    else await reportProblems(log, `converter ${intent.data.type}`, () => carryOut(intent.data));
  };

  const concerns = (uri: Uri): boolean =>
    uri.toString() === session.source?.uri.toString() || uri.toString() === session.target;

  /** The key or the target changed, here or on disk. */
  const refresh = async (uri: Uri): Promise<void> => {
    if (!panel || !concerns(uri)) return;
    if (uri.toString() === session.source?.uri.toString()) await takeKey(uri);
    await send();
  };

  const close = async (uri: Uri): Promise<void> => {
    if (uri.scheme === "untitled" && uri.toString() === session.source?.uri.toString())
      update({ source: undefined, keyProblem: l10n.t("The key's editor was closed. Open the key again.") });
    await refresh(uri);
  };

  const watcher = workspace.createFileSystemWatcher("**/*.{json,yaml,yml}");
  const disposables = [
    sent,
    watcher,
    watcher.onDidChange(refresh),
    watcher.onDidDelete(refresh),
    workspace.onDidChangeTextDocument(({ document }) => refresh(document.uri)),
    workspace.onDidCloseTextDocument(({ uri }) => close(uri)),
  ];

  return {
    async open(asked) {
      const uri = asked ?? keyInActiveEditor()?.uri;
      if (!panel) {
        session = emptySession();
        panel = createPanel(context.extensionUri);
        panel.webview.onDidReceiveMessage(receive);
        panel.onDidDispose(() => {
          panel = undefined;
          session = emptySession();
        });
        panel.webview.html = converterHtml(panel.webview, context.extensionUri);
        const [first] = await registriesFiles();
        if (first) await chooseTarget(first.toString());
      } else panel.reveal(undefined, false);
      if (uri) await takeKey(uri);
      await send();
    },
    receive,
    onDidSend: sent.event,
    html: () => panel?.webview.html,
    dispose() {
      panel?.dispose();
      for (const disposable of disposables) disposable.dispose();
    },
  };
}

function createPanel(extensionUri: Uri): WebviewPanel {
  const panel = window.createWebviewPanel("k3sRegistries.converter", l10n.t("Convert Key"), ViewColumn.Beside, {
    enableScripts: true,
    localResourceRoots: [Uri.joinPath(extensionUri, "dist"), Uri.joinPath(extensionUri, "media")],
  });
  panel.iconPath = Uri.joinPath(extensionUri, "media", "icon.png");
  return panel;
}
