import {
  Disposable,
  DocumentLink,
  EventEmitter,
  Location,
  l10n,
  languages,
  ProgressLocation,
  type TextDocument,
  Uri,
  window,
  workspace,
} from "vscode";
import { checkImages } from "../../core/pull/checkImages.ts";
import { registriesFile } from "../../core/registries/file.ts";
import { parseYaml } from "../../core/yaml/document.ts";
import { isRegistriesDocument, openDocument, readText } from "../documents.ts";
import type { LintSettingsOf } from "../lintSettings.ts";
import { registriesFiles } from "../target.ts";
import { toRange } from "../translate.ts";
import { UserProblem } from "../userProblem.ts";
import { type ImagePage, imagePage } from "./imagePage.ts";
import { createWorkspaceImages, type FoundImages, type WorkspaceImages } from "./workspaceImages.ts";

export const checkImagesCommand = "k3sRegistries.checkImages";

const scheme = "k3s-registries-images";

/** Checks the images of the workspace against a registries.yaml, and shows them on a page that follows that file. */
export interface ImageChecks extends Disposable {
  readonly images: WorkspaceImages;
  /**
   * @param asked the registries.yaml; when left out, that of the editor in front, or the one of the workspace
   * @throws UserProblem when there is no file to check against, or no image
   */
  run(asked: Uri | undefined): Promise<void>;
}

interface Shown {
  readonly registries: Uri;
  readonly found: FoundImages;
  readonly page?: ImagePage;
}

export function createImageChecks(settings: LintSettingsOf): ImageChecks {
  const images = createWorkspaceImages();
  const changed = new EventEmitter<Uri>();
  const pages = new Map<string, Shown>();

  const textOf = async (uri: Uri): Promise<string> => {
    const shown = pages.get(uri.toString());
    if (!shown) return `${l10n.t("Run the command again to check the images.")}\n`;
    const page = await checked(shown, settings);
    pages.set(uri.toString(), { ...shown, page });
    return page.text;
  };
  const pageOf = (document: TextDocument): ImagePage | undefined => {
    const page = pages.get(document.uri.toString())?.page;
    return page?.text === document.getText() ? page : undefined;
  };
  const update = (registries?: Uri): void => {
    for (const [uri, shown] of pages)
      if ((!registries || shown.registries.toString() === registries.toString()) && openDocument(uri))
        changed.fire(Uri.parse(uri));
  };

  const subscriptions = Disposable.from(
    changed,
    images,
    workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: textOf,
    }),
    languages.registerDocumentLinkProvider(
      { scheme },
      {
        provideDocumentLinks: (document) =>
          pageOf(document)?.links.map((link) => {
            const { uri, range } = link.place;
            const target = uri.with({ fragment: `L${range.start.line + 1},${range.start.character + 1}` });
            return new DocumentLink(toRange(document, link), target);
          }),
      },
    ),
    languages.registerDefinitionProvider(
      { scheme },
      {
        provideDefinition(document, position) {
          const offset = document.offsetAt(position);
          const at = ({ start, end }: { readonly start: number; readonly end: number }): boolean =>
            start <= offset && offset < end;
          const page = pageOf(document);
          const link = page?.links.find(at);
          const places = link ? [link.place] : (page?.blocks.find(at)?.places ?? []);
          return places.map(({ uri, range }) => new Location(uri, range));
        },
      },
    ),
    workspace.onDidChangeTextDocument(({ document }) => update(document.uri)),
    settings.onDidChange((uri) => update(uri)),
  );

  return {
    images,
    async run(asked) {
      if (!workspace.workspaceFolders) throw new UserProblem(l10n.t("Open a folder first."));
      const registries = asked ?? (await chooseRegistries());
      if (!registries) return;
      const found = await findWithProgress(images);
      if (!found) return;
      if (found.mentions.length === 0)
        throw new UserProblem(
          l10n.t("There is no image in the Kubernetes manifests, Helm values and compose files of this workspace."),
        );
      const uri = Uri.from({ scheme, path: `/${l10n.t("Images of this workspace")}.md`, query: registries.toString() });
      pages.set(uri.toString(), { registries, found });
      changed.fire(uri);
      const document = await workspace.openTextDocument(uri);
      await window.showTextDocument(document, { preview: false });
    },
    dispose: () => subscriptions.dispose(),
  };
}

async function checked({ registries, found }: Shown, settings: LintSettingsOf): Promise<ImagePage> {
  const text = openDocument(registries.toString())?.getText() ?? (await readText(registries)) ?? "";
  const { target, embeddedRegistry = false, disableDefaultEndpoint = false } = (await settings.of(registries)) ?? {};
  const options = { embeddedRegistry, disableDefaultEndpoint, ...(target ? { target } : {}) };
  const check = checkImages(registriesFile(parseYaml(text)), found.mentions, options);
  return imagePage(registries, found, check.ok ? check.images : check);
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

/** @throws UserProblem when there is none */
async function chooseRegistries(): Promise<Uri | undefined> {
  const front = window.activeTextEditor?.document;
  if (front && isRegistriesDocument(front)) return front.uri;
  const found = await registriesFiles();
  const [only] = found;
  if (!only)
    throw new UserProblem(l10n.t("There is no registries.yaml in this workspace to check the images against."));
  if (found.length === 1) return only;
  const items = found.map((uri) => ({ label: workspace.asRelativePath(uri), uri }));
  const picked = await window.showQuickPick(items, {
    title: l10n.t("Check Images of This Workspace"),
    placeHolder: l10n.t("Which registries.yaml do the nodes read?"),
  });
  return picked?.uri;
}
