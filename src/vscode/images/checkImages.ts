import {
  Disposable,
  EventEmitter,
  l10n,
  languages,
  ProgressLocation,
  type TextDocument,
  Uri,
  ViewColumn,
  window,
  workspace,
} from "vscode";
import { type FileRegion, withExpressions } from "../../core/carriers/region.ts";
import { openRegistries } from "../../core/file/openRegistries.ts";
import { regionSettings } from "../../core/lint/lintCarrier.ts";
import { checkImages, type ImageCheck } from "../../core/pull/checkImages.ts";
import { refuse } from "../../core/text/result.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { openDocument } from "../documents.ts";
import { pullFile } from "../explain/pullFile.ts";
import { isFileTooLarge, refuseTooLarge, tooLargeText } from "../fileSize.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { openRegion, regionGone } from "../openedRegistries.ts";
import { openPageColumn } from "../pageColumn.ts";
import { regionLabel } from "../regionPicker.ts";
import { fileOf, isIn } from "../regionUri.ts";
import { type ImagePage, imagePage, unsearchedLines } from "./imagePage.ts";
import { linksOf, placesAt, symbolsOf } from "./pageLinks.ts";
import { createPageStyles } from "./pageStyles.ts";
import { createWorkspaceImages, type FoundImages, type ImagePlace, type WorkspaceImages } from "./workspaceImages.ts";

export const checkImagesCommand = "k3sRegistries.checkImages";

const scheme = "k3s-registries-images";

/** A language of its own, so that package.json can say how its editor looks: wrapped lines, and none of their numbers. */
const pageLanguage = "k3s-registries-images";

/** Checks the images of the workspace against a registries.yaml, and shows them on a page that follows that file. */
export interface ImageChecks extends Disposable {
  readonly images: WorkspaceImages;
  /**
   * @param asked the registries.yaml; when left out, that of the editor in front, or the one of the workspace
   * @throws UserProblem when there is no file to check against, or it is too large, or there is no image
   */
  run(asked: Uri | undefined): Promise<void>;
}

/** A page that was made, with what it was made of. */
interface Shown {
  /** The address of the registries.yaml. */
  readonly registries: Uri;
  readonly found: FoundImages;
  readonly page?: ImagePage;
}

export function createImageChecks(settings: LintSettingsProvider): ImageChecks {
  const images = createWorkspaceImages();
  const changed = new EventEmitter<Uri>();
  const styles = createPageStyles();
  const pages = new Map<string, Shown>();

  const textOf = async (uri: Uri): Promise<string> => {
    const shown = pages.get(uri.toString());
    if (!shown) return `${l10n.t("Run the command again to check the images.")}\n`;
    const page = await checked(shown, settings);
    // The command may have been run again meanwhile.
    if (pages.get(uri.toString())?.found === shown.found) pages.set(uri.toString(), { ...shown, page });
    return page.text;
  };
  const shownIn = (document: TextDocument): Required<Shown> | undefined => {
    const shown = pages.get(document.uri.toString());
    return shown?.page && shown.page.text === document.getText() ? { ...shown, page: shown.page } : undefined;
  };
  const style = (document: TextDocument): void => {
    const shown = document.uri.scheme === scheme ? shownIn(document) : undefined;
    for (const editor of shown ? window.visibleTextEditors : [])
      if (shown && editor.document === document) styles.apply(editor, shown.page);
  };
  const update = (registries?: Uri): void => {
    for (const [uri, shown] of pages)
      if ((!registries || isIn(shown.registries, registries)) && openDocument(uri)) changed.fire(Uri.parse(uri));
  };

  const subscriptions = Disposable.from(
    changed,
    images,
    styles,
    workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: textOf,
    }),
    languages.registerDocumentLinkProvider(
      { scheme },
      { provideDocumentLinks: (document) => linksOf(document, shownIn(document)) },
    ),
    languages.registerDefinitionProvider(
      { scheme },
      { provideDefinition: (document, position) => placesAt(shownIn(document)?.page, document.offsetAt(position)) },
    ),
    languages.registerDocumentSymbolProvider(
      { scheme },
      { provideDocumentSymbols: (document) => symbolsOf(document, shownIn(document)?.page) },
    ),
    workspace.onDidChangeTextDocument(({ document }) => {
      style(document);
      update(document.uri);
    }),
    window.onDidChangeVisibleTextEditors((editors) => {
      for (const { document } of editors) style(document);
    }),
    settings.onDidChange((uri) => update(uri)),
  );

  return {
    images,
    async run(asked) {
      if (!workspace.workspaceFolders) throw new UserProblem(l10n.t("Open a folder first."));
      const registries = asked ?? (await pullFile(l10n.t("Check Images of This Workspace")));
      if (!registries) return;
      const file = fileOf(registries);
      await refuseTooLarge(file);
      const found = await findWithProgress(images);
      if (!found) return;
      if (found.mentions.length === 0)
        throw new UserProblem(
          [
            l10n.t("No images found in the Kubernetes manifests, Helm values and compose files of this workspace."),
            ...unsearchedLines(found.unsearched),
          ].join(" "),
        );
      const uri = Uri.from({
        scheme,
        path: `/${l10n.t("Images of this workspace")}`,
        query: file.toString(),
        fragment: registries.fragment,
      });
      pages.set(uri.toString(), { registries, found });
      changed.fire(uri);
      const page = await workspace.openTextDocument(uri);
      const document = await languages.setTextDocumentLanguage(page, pageLanguage);
      await window.showTextDocument(document, { viewColumn: openPageColumn() ?? ViewColumn.Active, preview: false });
      style(document);
    },
    dispose: () => subscriptions.dispose(),
  };
}

async function checked({ registries, found }: Shown, settings: LintSettingsProvider): Promise<ImagePage> {
  const uri = fileOf(registries);
  const tooLarge = await isFileTooLarge(uri);
  const opened = tooLarge ? undefined : await openRegion(registries);
  const label = regionLabel(registries, opened?.region);
  if (tooLarge) return imagePage(label, found, refuse(tooLargeText(uri)));
  if (!opened) {
    if (registries.fragment !== "") return imagePage(label, found, refuse(regionGone()));
    return imagePage(label, found, checkImages(openRegistries(""), found.mentions, await settings.of(uri)));
  }
  const { region } = opened;
  const check = checkImages(region.file, found.mentions, regionSettings(region, (await settings.of(uri)) ?? {}));
  return imagePage(label, found, withShownExpressions(check, region));
}

/** Images say what the file says of them: their own names are of other files. */
function withShownExpressions(check: ImageCheck<ImagePlace>, region: FileRegion): ImageCheck<ImagePlace> {
  if (region.carrier === undefined) return check;
  if (!check.ok) return refuse(region.shown(check.problem));
  const images = check.images.map(({ route, reason, ...image }) => ({
    ...image,
    ...withExpressions({ route, reason }, (text) => region.shown(text)),
  }));
  return { ...check, images };
}

/** @returns `undefined` when it was stopped */
async function findWithProgress(images: WorkspaceImages): Promise<FoundImages | undefined> {
  const options = {
    location: ProgressLocation.Notification,
    title: l10n.t("Looking for images"),
    cancellable: true,
  };
  return window.withProgress(options, async (progress, token) => {
    const found = await images.find(token, (uri, count) =>
      progress.report({ message: workspace.asRelativePath(uri), increment: 100 / count }),
    );
    return token.isCancellationRequested ? undefined : found;
  });
}
