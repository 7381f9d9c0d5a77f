import {
  commands,
  Disposable,
  EventEmitter,
  type Tab,
  TabInputTextDiff,
  Uri,
  type ViewColumn,
  window,
  workspace,
} from "vscode";

const scheme = "k3s-registries-preview";

/** Not named as a registries.yaml is, so that no one lints or converts into a masked text. */
const [before, after] = ["now", "then"].map((name) => Uri.from({ scheme, path: `/registries (${name}).yaml` })) as [
  Uri,
  Uri,
];

/** The two masked texts that VS Code's diff editor compares. */
export interface MaskedTexts {
  readonly before: string;
  readonly after: string;
}

/** VS Code's diff editor over masked texts; nothing else is ever in its documents. */
export interface PreviewDiff extends Disposable {
  /** Opens it, or brings it to the front. */
  open(texts: MaskedTexts, title: string, viewColumn: ViewColumn): Promise<void>;
  /** Shows other texts where it is open. */
  update(texts: MaskedTexts | undefined): void;
  close(): Promise<void>;
}

export function createPreviewDiff(): PreviewDiff {
  const changed = new EventEmitter<Uri>();
  const empty: MaskedTexts = { before: "", after: "" };
  let shown = empty;
  const show = (texts: MaskedTexts): void => {
    const old = shown;
    shown = texts;
    if (old.before !== texts.before) changed.fire(before);
    if (old.after !== texts.after) changed.fire(after);
  };
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => (uri.path === before.path ? shown.before : shown.after),
  });
  const close = async (): Promise<void> => {
    shown = empty;
    const open = diffTabs();
    if (open.length > 0) await window.tabGroups.close(open, true);
  };
  return {
    async open(texts, title, viewColumn) {
      show(texts);
      await commands.executeCommand("vscode.diff", before, after, title, { viewColumn, preview: true });
    },
    update(texts) {
      if (diffTabs().length > 0) show(texts ?? empty);
    },
    close,
    dispose: () => Disposable.from(provider, changed).dispose(),
  };
}

function diffTabs(): readonly Tab[] {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === scheme);
}
