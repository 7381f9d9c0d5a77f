import {
  type CodeAction,
  commands,
  type Diagnostic,
  Disposable,
  extensions,
  languages,
  type Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import type { ExtensionApi } from "../../src/vscode/extension.ts";
import type { Started } from "../../src/vscode/start.ts";

/** Waits until a condition holds, looking again at each event that can change it. */
export function until<T>(subscribe: (look: () => void) => { dispose(): void }, look: () => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    const attempt = (): void => {
      const found = look();
      if (found === undefined) return;
      subscription.dispose();
      resolve(found);
    };
    const subscription = subscribe(attempt);
    // The first look must not come before the subscription has its name.
    queueMicrotask(attempt);
  });
}

/** Waits for the diagnostics of a file to have exactly these ids, in order. */
export function untilIds(document: { readonly uri: Uri }, ids: readonly string[]): Promise<readonly Diagnostic[]> {
  return until(languages.onDidChangeDiagnostics, () => {
    const found = ours(document);
    return found.map(idOf).join() === ids.join() ? found : undefined;
  });
}

/** This extension's diagnostics of a file, hints left out, in the order of the text. */
export function ours(document: { readonly uri: Uri }): readonly Diagnostic[] {
  return languages
    .getDiagnostics(document.uri)
    .filter(({ source, severity }) => source === "k3s-registries" && severity < 3)
    .sort((a, b) => a.range.start.compareTo(b.range.start));
}

export function idOf({ code }: Diagnostic): string {
  return typeof code === "object" ? String(code.value) : String(code);
}

/** A file of the sample workspace. */
export function sample(path: string): Uri {
  const [folder] = workspace.workspaceFolders ?? [];
  if (!folder) throw new Error("The suite runs in the sample workspace");
  return Uri.joinPath(folder.uri, path);
}

/** Writes a file into the workspace and opens it in the active editor, with this text. */
export async function openFile(path: string, text: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(await writeFile(path, text));
  await window.showTextDocument(document, { preview: false });
  await untilActive(document);
  // A file that was open before is given with its old text first, and read again after that.
  await until(workspace.onDidChangeTextDocument, () => asRead(document.getText()) === asRead(text) || undefined);
  return document;
}

/** Waits until the active editor is that of a document. */
function untilActive(document: TextDocument): Promise<true> {
  return until(window.onDidChangeActiveTextEditor, () => window.activeTextEditor?.document === document || undefined);
}

/** A text without what VS Code takes out of a file when it reads one. */
function asRead(text: string): string {
  return text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
}

let untitled = 0;

/** Opens an untitled document in an editor, of a name that no other had: a closed one's text can come back with its name. */
export async function openUntitled(language: "json" | "yaml", content: string): Promise<TextDocument> {
  untitled++;
  const document = await workspace.openTextDocument(
    Uri.from({ scheme: "untitled", path: `/test-${untitled}.${language}` }),
  );
  await window.showTextDocument(document, { preview: false });
  await replaceText(document, content);
  await untilActive(document);
  return document;
}

/** Replaces a whole document, as one edit. */
export async function replaceText(document: TextDocument, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  const end = document.lineAt(document.lineCount - 1).range.end;
  edit.replace(document.uri, document.lineAt(0).range.with({ end }), text);
  await workspace.applyEdit(edit);
}

/** More than are ever offered: VS Code resolves as many as it is told to. */
const allActions = 100;

/** The code actions that VS Code offers at a range, of one kind or of all, each with its edit. */
export async function codeActions(document: TextDocument, range: Range, kind?: string): Promise<readonly CodeAction[]> {
  const ask = "vscode.executeCodeActionProvider";
  return (await commands.executeCommand<CodeAction[]>(ask, document.uri, range, kind, allActions)) ?? [];
}

/** Chooses a code action by its title, as a person would in its menu. */
export async function choose(document: TextDocument, range: Range, title: string): Promise<void> {
  const actions = await codeActions(document, range, "quickfix");
  const found = actions.find((action) => action.title === title);
  if (!found) throw new Error(`No action "${title}" among ${actions.map((action) => action.title).join("; ")}`);
  if (found.edit) await workspace.applyEdit(found.edit);
  const { command } = found;
  if (command) await commands.executeCommand(command.command, ...(command.arguments ?? []));
}

/** Writes a file into the workspace, and opens it nowhere. */
export async function writeFile(path: string, text: string): Promise<Uri> {
  const uri = sample(path);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

/** The text of a file on disk. */
export async function readFile(uri: Uri): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

/** The extension's own objects. */
export async function api(): Promise<ExtensionApi> {
  return (await started()).load();
}

/** The extension as it waits for a document that concerns it. */
export async function started(): Promise<Started> {
  const extension = extensions.getExtension<Started>("k3s-registries.k3s-registries");
  if (!extension) throw new Error("The extension is not installed");
  return extension.activate();
}

/** Closes every editor without saving. After that none is active, and no document has a text that is not saved. */
export async function closeEditors(): Promise<void> {
  for (const document of workspace.textDocuments)
    if (document.isDirty) {
      await window.showTextDocument(document);
      await untilActive(document);
      await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    }
  await commands.executeCommand("workbench.action.closeAllEditors");
  await until(
    (look) =>
      Disposable.from(
        window.tabGroups.onDidChangeTabs(look),
        window.onDidChangeActiveTextEditor(look),
        workspace.onDidChangeTextDocument(look),
        workspace.onDidCloseTextDocument(look),
      ),
    () => {
      const open = window.tabGroups.all.some(({ tabs }) => tabs.length > 0);
      const dirty = workspace.textDocuments.some(({ isDirty }) => isDirty);
      return (!window.activeTextEditor && !open && !dirty) || undefined;
    },
  );
}
