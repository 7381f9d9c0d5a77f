import {
  Disposable,
  EventEmitter,
  l10n,
  languages,
  Range,
  type TextDocument,
  type TextEditor,
  TextEditorRevealType,
  Uri,
  window,
  workspace,
} from "vscode";
import { type ContainerdPreview, containerdPreview, registryAt } from "../core/containerd/containerdPreview.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { isRegistriesDocument, isTooLargeRegistries, openDocument } from "./documents.ts";
import { isTooLarge, tooLargeText } from "./fileSize.ts";
import type { LintSettingsProvider } from "./lintSettings.ts";
import { registriesOf } from "./openedRegistries.ts";
import { pageColumn } from "./pageColumn.ts";

export const previewContainerdCommand = "k3sRegistries.previewContainerd";

const scheme = "k3s-registries-containerd";

/** Shows what k3s writes for containerd, beside the file and as it is typed. */
export interface Previews extends Disposable {
  /** @throws UserProblem when the editor in front shows no registries.yaml */
  show(): Promise<void>;
}

export function createPreviews(settings: LintSettingsProvider): Previews {
  const changed = new EventEmitter<Uri>();
  /** The offset of the files in what is shown comes from the remarks before them, so it is kept with it. */
  const shown = new Map<string, { readonly preview: ContainerdPreview; readonly head: number }>();

  const textOf = async (page: Uri): Promise<string> => {
    const document = openDocument(page.query);
    if (!document) return `# ${l10n.t("The file is no longer open.")}\n`;
    if (isTooLarge(document)) {
      shown.delete(page.toString());
      return `# ${tooLargeText(document.uri)}\n`;
    }
    const preview = containerdPreview(registriesOf(document), (await settings.of(document.uri)) ?? {});
    const head = preview.remarks.map((remark) => `# ${remark}\n`).join("") + (preview.text === "" ? "" : "\n");
    shown.set(page.toString(), { preview, head: head.length });
    return head + preview.text;
  };

  const follow = (source: TextEditor): void => {
    const page = pageOf(source.document);
    const editor = window.visibleTextEditors.find(({ document }) => document.uri.toString() === page.toString());
    const known = shown.get(page.toString());
    if (!editor || !known || isTooLarge(source.document)) return;
    const registry = registryAt(registriesOf(source.document), source.document.offsetAt(source.selection.active));
    const { starts } = known.preview;
    const start = registry === undefined ? undefined : (starts.get(registry) ?? starts.get(""));
    if (start === undefined) return;
    const place = editor.document.positionAt(known.head + start);
    editor.revealRange(new Range(place, place), TextEditorRevealType.AtTop);
  };

  /** Whether a page is open is asked when it counts: to get another language, it is closed and opened in between. */
  const update = (page: Uri): void => {
    if (openDocument(page.toString())) changed.fire(page);
    else shown.delete(page.toString());
  };

  const subscriptions = Disposable.from(
    changed,
    workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: textOf,
    }),
    workspace.onDidChangeTextDocument(({ document }) => update(pageOf(document))),
    settings.onDidChange(() => {
      for (const page of shown.keys()) update(Uri.parse(page));
    }),
    window.onDidChangeTextEditorSelection(({ textEditor }) => follow(textEditor)),
  );

  return {
    async show() {
      const source = window.activeTextEditor;
      if (source && isTooLargeRegistries(source.document)) throw new UserProblem(tooLargeText(source.document.uri));
      if (!source || !isRegistriesDocument(source.document))
        throw new UserProblem(
          l10n.t("Open a registries.yaml first. The preview shows what k3s generates for containerd from it."),
        );
      const page = await workspace.openTextDocument(pageOf(source.document));
      await languages.setTextDocumentLanguage(page, await tomlLanguage());
      await window.showTextDocument(page, { viewColumn: pageColumn(), preserveFocus: true, preview: false });
      follow(source);
    },
    dispose: () => subscriptions.dispose(),
  };
}

/** The page of a file; its name says of which, since several can be open. */
function pageOf({ uri }: TextDocument): Uri {
  const folder = uri.path.split("/").at(-2) ?? "";
  return Uri.from({ scheme, path: `/${folder === "" ? "" : `${folder} `}containerd.toml`, query: uri.toString() });
}

/** VS Code brings no TOML of its own; its INI colours the same tables and texts. */
async function tomlLanguage(): Promise<string> {
  return (await languages.getLanguages()).includes("toml") ? "toml" : "ini";
}
