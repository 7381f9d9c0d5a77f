import {
  commands,
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
import { type Assignment, googleCredentialHosts } from "../../core/convert/convert.ts";
import { hostProblem, normaliseHost } from "../../core/hosts/registryHost.ts";
import { refuse } from "../../core/text/result.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { type ConverterState, type Intent, intentSchema } from "../../webview/protocol/converter.ts";
import { applyConversion, convertInto } from "../applyConversion.ts";
import { chooseTargetCommand } from "../commands/chooseTarget.ts";
import { showNextStepsCommand } from "../commands/nextSteps.ts";
import { reportProblems } from "../commands/reportProblems.ts";
import { assignedSubjects } from "../commands/verifyCredentials.ts";
import { type ConversionSettings, conversionSettings } from "../conversionSettings.ts";
import { askCredential } from "../credentials/askCredential.ts";
import {
  credentialFilters,
  credentialInActiveEditor,
  isCredentialDocument,
  readCredentialFile,
} from "../credentials/credentialFile.ts";
import { carriedAddresses, destinationDocument, destinationLabel, registriesFiles } from "../destination.ts";
import { lastHosts, recentHosts, rememberHosts } from "../hostPicker.ts";
import type { Linter } from "../linter.ts";
import { carrierOf } from "../openedRegistries.ts";
import { fileOf, isIn, regionIndex } from "../regionUri.ts";
import { verifySubjects } from "../verify/verifySubjects.ts";
import { openWebviewPage } from "../webviewPage.ts";
import { createPreviewDiff } from "./previewDiff.ts";
import {
  assignments,
  type ConverterSession,
  chosenHosts,
  type SourceReading,
  withHost,
  without,
  withSource,
  withSuggestions,
  withTypedHost,
} from "./session.ts";
import { converterState, settingsOf } from "./state.ts";
import { destinationOf, maskedSidesOf, openedDestination, surroundingsOf } from "./target.ts";

/** The converter's webview: one panel at a time. */
export interface Converter extends Disposable {
  /** Opens it beside the credential, or brings it to the front; a file is added to its credentials. */
  open(asked?: Uri): Promise<void>;
  /** Takes a message as the page sends it; what does not follow the protocol is dropped. */
  receive(message: unknown): Promise<void>;
  /** Every state as it is sent to the page. */
  readonly onDidSend: Event<ConverterState>;
  /** The page's HTML, while it is open. */
  html(): string | undefined;
}

/** Makes the converter; nothing is shown before it is opened. */
export function createConverter(
  context: ExtensionContext,
  log: LogOutputChannel,
  { settings, exposure }: Pick<Linter, "settings" | "exposure">,
): Converter {
  let panel: WebviewPanel | undefined;
  let session: ConverterSession = emptySession();
  let round = 0;
  const sent = new EventEmitter<ConverterState>();
  const diff = createPreviewDiff();

  const update = (change: Partial<ConverterSession>): void => {
    session = { ...session, notice: undefined, hostProblem: undefined, done: undefined, ...change };
  };
  const become = (next: ConverterSession): void => {
    session = next;
    update({});
  };

  /** Sends the whole state; a newer request overtakes an older one. */
  const send = async (): Promise<void> => {
    const mine = ++round;
    const files = [...(await registriesFiles()), ...carriedAddresses()];
    const known = session.destination === "" || files.some((uri) => uri.toString() === session.destination);
    session = { ...session, files, destination: known ? session.destination : "" };
    const surroundings = await surroundingsOf(session, settings, recentHosts(context.globalState));
    if (mine !== round || !panel) return;
    const state = converterState(session, surroundings);
    diff.update(maskedSidesOf(session, surroundings));
    sent.fire(state);
    await panel.webview.postMessage(state);
  };

  const suggest = async (): Promise<void> => {
    const { existing } = await openedDestination(session);
    const inDestination = existing ? googleCredentialHosts(existing) : [];
    session = withSuggestions(session, inDestination.length > 0 ? inDestination : lastHosts(context.globalState));
  };

  const takeFiles = async (uris: readonly Uri[]): Promise<void> => {
    update({ busy: l10n.t("Reading…") });
    const sending = send();
    const readings = await Promise.all(uris.map(readSource));
    await sending;
    for (const [i, uri] of uris.entries()) {
      const reading = readings[i];
      if (reading) session = withSource(session, { uri, label: workspace.asRelativePath(uri), reading });
    }
    update({ busy: undefined });
    await suggest();
  };

  const addOpenEditor = async (): Promise<void> => {
    const document =
      credentialInActiveEditor() ??
      window.visibleTextEditors.map((editor) => editor.document).find(isCredentialDocument) ??
      window.visibleTextEditors.map((editor) => editor.document).find(({ languageId }) => /^jsonc?$/.test(languageId));
    if (document) await takeFiles([document.uri]);
    else
      throw new UserProblem(
        l10n.t("No visible editor contains a credential. Open the file beside the converter, or add it."),
      );
  };

  const addFiles = async (): Promise<void> => {
    const uris = await window.showOpenDialog({
      title: l10n.t("Choose credential files"),
      openLabel: l10n.t("Add"),
      canSelectMany: true,
      filters: credentialFilters(),
    });
    if (uris && uris.length > 0) await takeFiles(uris);
  };

  const addTyped = async (): Promise<void> => {
    const credential = await askCredential();
    if (!credential) return;
    const reading = { ok: true, credentials: [credential], left: [] } as const;
    become(withSource(session, { uri: undefined, label: l10n.t("typed"), reading }));
  };

  const chooseDestination = async (destination: string): Promise<void> => {
    update({ destination, declined: [] });
    await suggest();
  };

  const addHost = (id: string, text: string): void => {
    const host = normaliseHost(text);
    const problem = hostProblem(host);
    if (problem !== undefined) update({ hostProblem: problem });
    else become(withTypedHost(session, id, host));
  };

  const wish = async (): Promise<ConversionSettings & { readonly assignments: readonly Assignment[] }> => ({
    ...settingsOf(session, await conversionSettings(settings, destinationOf(session))),
    assignments: assignments(session),
  });

  const apply = async (): Promise<void> => {
    if (assignments(session).length === 0) return;
    const destination = destinationOf(session);
    const hosts = chosenHosts(session);
    if (!(await applyConversion({ ...(await wish()), destination, viewColumn: columnBeside(panel) }))) return;
    await rememberHosts(context.globalState, assignments(session));
    await diff.close();
    update({ done: doneTexts(hosts) });
    const used = session.sources.filter(({ held }) => held.some((one) => one.hosts.length > 0));
    void exposure.look([
      ...used.flatMap(({ uri }) => (uri && uri.scheme !== "untitled" ? [uri] : [])),
      ...(destination.kind === "existing" ? [fileOf(destination.uri)] : []),
    ]);
  };

  const verifyChosen = async (): Promise<void> => {
    const { existing, settings: own } = await surroundingsOf(session, settings, []);
    await verifySubjects(assignedSubjects(assignments(session), existing, { target: own.reader }), (text) => text);
  };

  const copy = async (): Promise<void> => {
    if (assignments(session).length === 0) return;
    const destination = destinationOf(session);
    const index = destination.kind === "existing" ? regionIndex(destination.uri) : undefined;
    const conversion = convertInto(await wish(), await destinationDocument(destination), index);
    await env.clipboard.writeText(conversion.text);
    update({ notice: l10n.t("Copied, including secrets. Paste it only where it belongs.") });
  };

  const previewChanges = async (): Promise<void> => {
    const texts = maskedSidesOf(session, await surroundingsOf(session, settings, []));
    if (texts)
      await diff.open(
        texts,
        l10n.t("{0}: changes, secrets masked", destinationLabel(destinationOf(session))),
        columnBeside(panel),
      );
  };

  const carryOut = async (intent: Intent): Promise<void> => {
    switch (intent.type) {
      case "addFiles":
        await addFiles();
        break;
      case "addOpenEditor":
        await addOpenEditor();
        break;
      case "typeCredential":
        await addTyped();
        break;
      case "remove":
        become(without(session, intent.id));
        await suggest();
        break;
      case "select":
        update({ selected: intent.id });
        break;
      case "setHost":
        become(withHost(session, intent.id, intent.host, intent.chosen));
        break;
      case "addHost":
        addHost(intent.id, intent.text);
        break;
      case "setMirrors":
        update({ mirrors: intent.mirrors });
        break;
      case "setKeyForm":
        update({ keyForm: intent.form });
        break;
      case "setDestination":
        await chooseDestination(intent.destination);
        break;
      case "chooseProduct":
        await commands.executeCommand(chooseTargetCommand);
        break;
      case "previewChanges":
        await previewChanges();
        break;
      case "verify":
        await verifyChosen();
        break;
      case "insert":
        await apply();
        break;
      case "copy":
        await copy();
        break;
      case "nextSteps":
        await commands.executeCommand(showNextStepsCommand);
        break;
      case "ready":
    }
    await send();
  };

  const receive = async (message: unknown): Promise<void> => {
    const intent = intentSchema.safeParse(message);
    if (!intent.success) log.warn("The converter's page sent a message that is not in the protocol");
    else await reportProblems(log, `converter ${intent.data.type}`, () => carryOut(intent.data));
  };

  const isSource = (uri: Uri): boolean => session.sources.some((source) => source.uri?.toString() === uri.toString());

  /** A credential file or the destination changed, here or on disk. */
  const refresh = async (uri: Uri): Promise<void> => {
    const isDestination = session.destination !== "" && isIn(Uri.parse(session.destination), uri);
    if (!panel || !(isSource(uri) || isDestination)) return;
    if (isSource(uri)) {
      const reading = await readSource(uri);
      if (isSource(uri)) session = withSource(session, { uri, label: workspace.asRelativePath(uri), reading });
    }
    await send();
  };

  const close = async (uri: Uri): Promise<void> => {
    if (uri.scheme === "untitled" && isSource(uri)) {
      const problem = l10n.t("The editor was closed without saving. Open the credential again, or remove this one.");
      become(withSource(session, { uri, label: workspace.asRelativePath(uri), reading: refuse(problem) }));
      await send();
    } else await refresh(uri);
  };

  const watcher = workspace.createFileSystemWatcher("**/*.{json,yaml,yml}");
  const disposables = [
    sent,
    diff,
    watcher,
    watcher.onDidChange(refresh),
    watcher.onDidDelete(refresh),
    workspace.onDidChangeTextDocument(({ document }) => refresh(document.uri)),
    workspace.onDidCloseTextDocument(({ uri }) => close(uri)),
    workspace.onDidOpenTextDocument(async (document) => {
      if (panel && carrierOf(document)) await send();
    }),
    settings.onDidChange(async () => {
      if (panel && session.sources.length > 0) await send();
    }),
  ];

  return {
    async open(asked) {
      const uri = asked ?? credentialInActiveEditor()?.uri;
      if (!panel) {
        session = emptySession();
        const page = { name: "converter", title: l10n.t("Convert Credentials") } as const;
        panel = openWebviewPage(context.extensionUri, page);
        panel.webview.onDidReceiveMessage(receive);
        panel.onDidDispose(() => {
          panel = undefined;
          session = emptySession();
          void diff.close();
        });
        const [first] = await registriesFiles();
        if (first) await chooseDestination(first.toString());
      } else panel.reveal(undefined, false);
      if (uri) await takeFiles([uri]);
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

function emptySession(): ConverterSession {
  return {
    sources: [],
    selected: undefined,
    suggested: [],
    declined: [],
    files: [],
    destination: "",
    mirrors: undefined,
    keyForm: undefined,
    busy: undefined,
    hostProblem: undefined,
    notice: undefined,
    done: undefined,
    ids: 0,
  };
}

async function readSource(uri: Uri): Promise<SourceReading> {
  try {
    return { ok: true, ...(await readCredentialFile(uri)) };
  } catch (error) {
    if (!(error instanceof UserProblem)) throw error;
    return refuse(error.message);
  }
}

function doneTexts(hosts: readonly string[]): ConverterSession["done"] {
  return {
    what: l10n.t("Credentials written for {0}. The file is open but not saved yet.", hosts.join(", ")),
    undo: l10n.t("Undo in its editor reverts everything in one step."),
  };
}

/** Where a file is shown so that the converter stays in sight. */
function columnBeside(panel: WebviewPanel | undefined): ViewColumn {
  return panel?.viewColumn === ViewColumn.One ? ViewColumn.Beside : ViewColumn.One;
}
