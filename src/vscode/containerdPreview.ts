import {
  Disposable,
  EventEmitter,
  l10n,
  languages,
  Range,
  type TextEditor,
  TextEditorRevealType,
  Uri,
  window,
  workspace,
} from "vscode";
import type { FileRegion } from "../core/carriers/region.ts";
import { type ContainerdPreview, containerdPreview, registryAt } from "../core/containerd/containerdPreview.ts";
import { regionSettings } from "../core/lint/lintCarrier.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { isTooLargeRegistries, openDocument } from "./documents.ts";
import { isTooLarge, tooLargeText } from "./fileSize.ts";
import type { LintSettingsProvider } from "./lintSettings.ts";
import { regionAt, regionGone, regionIn, regionsOf } from "./openedRegistries.ts";
import { pageColumn } from "./pageColumn.ts";
import { pickRegion, regionNear } from "./regionPicker.ts";
import { fileOf, regionIndex, regionUri } from "./regionUri.ts";

export const previewContainerdCommand = "k3sRegistries.previewContainerd";

const scheme = "k3s-registries-containerd";

/** Shows what k3s writes for containerd, beside the file and as it is typed. */
export interface Previews extends Disposable {
  /**
   * @param asked the address of a registries.yaml; that of the editor in front when left out
   * @param registry the key whose file is scrolled to
   * @throws UserProblem when the editor in front shows no registries.yaml, and no file that carries one
   */
  show(asked?: Uri, registry?: string): Promise<void>;
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
    const own = (await settings.of(document.uri)) ?? {};
    const region = regionIn(document, regionIndex(page))?.region;
    if (!region) return `# ${regionGone()}\n`;
    const preview = containerdPreview(region.file, regionSettings(region, own));
    const remarks = preview.remarks.map((remark) => `# ${region.shown(remark)}\n`).join("");
    const head = remarks + (preview.text === "" ? "" : "\n");
    shown.set(page.toString(), { preview, head: head.length });
    return head + region.shown(preview.text);
  };

  const follow = ({ document, selection }: TextEditor): void => {
    if (shown.size === 0 || isTooLarge(document)) return;
    const at = regionAt(document, selection.active);
    if (!at) return;
    const page = pageOf(document.uri, regionNear(document, selection.active));
    scroll(page.toString(), at.region, registryAt(at.region.file, at.offset));
  };

  const scroll = (page: string, region: FileRegion, registry: string | undefined): void => {
    const editor = window.visibleTextEditors.find((shownIn) => shownIn.document.uri.toString() === page);
    const known = shown.get(page);
    if (!editor || !known) return;
    const { starts } = known.preview;
    const start = registry === undefined ? undefined : (starts.get(registry) ?? starts.get(""));
    if (start === undefined) return;
    // What is shown of an expression can be shorter than it is.
    const above = region.shown(known.preview.text.slice(0, start)).length;
    const place = editor.document.positionAt(known.head + above);
    editor.revealRange(new Range(place, place), TextEditorRevealType.AtTop);
  };

  /** Whether a page is open is asked when it counts: to get another language, it is closed and opened in between. */
  const update = (source?: Uri): void => {
    for (const page of shown.keys()) if (!openDocument(page)) shown.delete(page);
    for (const { uri } of workspace.textDocuments)
      if (uri.scheme === scheme && (!source || uri.query === source.toString())) changed.fire(uri);
  };

  const subscriptions = Disposable.from(
    changed,
    workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: textOf,
    }),
    workspace.onDidChangeTextDocument(({ document }) => update(document.uri)),
    settings.onDidChange(() => update()),
    window.onDidChangeTextEditorSelection(({ textEditor }) => follow(textEditor)),
  );

  return {
    async show(asked, registry) {
      const source = window.activeTextEditor;
      const document = asked ? await workspace.openTextDocument(fileOf(asked)) : source?.document;
      if (document && isTooLargeRegistries(document)) throw new UserProblem(tooLargeText(document.uri));
      if (!document || regionsOf(document).length === 0)
        throw new UserProblem(
          l10n.t("Open a registries.yaml first. The preview shows what k3s generates for containerd from it."),
        );
      const address = asked ?? (await pickRegion(document, l10n.t("Preview containerd Configuration")));
      if (!address) return;
      const uri = pageOf(document.uri, regionIndex(address));
      const page = await workspace.openTextDocument(uri);
      await languages.setTextDocumentLanguage(page, await tomlLanguage());
      await window.showTextDocument(page, { viewColumn: pageColumn(), preserveFocus: true, preview: false });
      const region = regionIn(document, regionIndex(address))?.region;
      if (registry !== undefined && region) scroll(uri.toString(), region, registry);
      else if (!asked && source) follow(source);
    },
    dispose: () => subscriptions.dispose(),
  };
}

/** The page of a registries.yaml; its name says of which, since several can be open. */
function pageOf(uri: Uri, index: number | undefined): Uri {
  const [folder = "", name = ""] = uri.path.split("/").slice(-2);
  const of = index === undefined ? folder : `${name} ${index + 1}`;
  const page = Uri.from({ scheme, path: `/${of === "" ? "" : `${of} `}containerd.toml`, query: uri.toString() });
  return index === undefined ? page : regionUri(page, index);
}

/** VS Code brings no TOML of its own; its INI colours the same tables and texts. */
async function tomlLanguage(): Promise<string> {
  return (await languages.getLanguages()).includes("toml") ? "toml" : "ini";
}
