import {
  CodeLens,
  Disposable,
  EventEmitter,
  l10n,
  languages,
  type TextDocument,
  Uri,
  ViewColumn,
  window,
  workspace,
} from "vscode";
import { UserProblem } from "../core/text/userProblem.ts";
import { whereRegistriesAre } from "./carryingDocuments.ts";
import { openDocument, pageScheme } from "./documents.ts";
import { carrierOf, regionGone } from "./openedRegistries.ts";
import { regionNear } from "./regionPicker.ts";
import { showsCodeLens } from "./settings.ts";
import { toRange } from "./translate.ts";

export const openAsRegistriesCommand = "k3sRegistries.openAsRegistries";

const scheme = `${pageScheme}arriving`;

/** Shows a registries.yaml that another file carries as it arrives on the node, beside the file and as it is typed. */
export interface RegistriesViews extends Disposable {
  /**
   * @param asked the file; the one in front when left out
   * @param index of the registries.yaml in it; the one at the cursor, else the first, when left out
   * @throws UserProblem when the file carries none
   */
  show(asked: Uri | undefined, index: unknown): Promise<void>;
}

export function createRegistriesViews(): RegistriesViews {
  const changed = new EventEmitter<Uri>();
  const subscriptions = Disposable.from(
    changed,
    workspace.registerTextDocumentContentProvider(scheme, { onDidChange: changed.event, provideTextDocumentContent }),
    workspace.onDidChangeTextDocument(({ document }) => {
      const source = document.uri.toString();
      for (const { uri } of workspace.textDocuments)
        if (uri.scheme === scheme && uri.query === source) changed.fire(uri);
    }),
    whereRegistriesAre((selector) => languages.registerCodeLensProvider(selector, { provideCodeLenses })),
  );
  return {
    async show(asked, index) {
      const editor = window.activeTextEditor;
      const document = asked ? openDocument(asked.toString()) : editor?.document;
      const carrier = document && carrierOf(document);
      if (!document || !carrier)
        throw new UserProblem(l10n.t("Open a file with a registries.yaml inside first, such as a cloud-init file."));
      const atCursor = editor?.document === document ? regionNear(document, editor.selection.active) : undefined;
      const page = pageOf(document, typeof index === "number" ? index : (atCursor ?? 0));
      const view = await languages.setTextDocumentLanguage(await workspace.openTextDocument(page), "yaml");
      await window.showTextDocument(view, { viewColumn: ViewColumn.Beside, preserveFocus: true });
    },
    dispose: () => subscriptions.dispose(),
  };
}

function pageOf({ uri }: TextDocument, index: number): Uri {
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  return Uri.from({ scheme, path: `/${name}/${index + 1}/registries.yaml`, query: uri.toString() });
}

function provideTextDocumentContent({ path, query }: Uri): string {
  const document = openDocument(query);
  const region = document && carrierOf(document)?.regions[Number(path.split("/").at(-2)) - 1];
  return region?.arriving ?? `# ${regionGone()}\n`;
}

function provideCodeLenses(document: TextDocument): CodeLens[] {
  if (!showsCodeLens(document.uri)) return [];
  return (carrierOf(document)?.regions ?? []).map(
    ({ facts }, index) =>
      new CodeLens(toRange(document, facts.at), {
        title: l10n.t("Open as registries.yaml"),
        command: openAsRegistriesCommand,
        arguments: [document.uri, index],
      }),
  );
}
