import {
  type CodeAction,
  commands,
  type Diagnostic,
  languages,
  type Range,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";

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

/** Waits for the diagnostics of a document to have exactly these ids, in order. */
export function untilIds(document: TextDocument, ids: readonly string[]): Promise<readonly Diagnostic[]> {
  return until(languages.onDidChangeDiagnostics, () => {
    const found = ours(document);
    return found.map(idOf).join() === ids.join() ? found : undefined;
  });
}

/** This extension's diagnostics of a document, hints left out, in the order of the text. */
export function ours(document: TextDocument): readonly Diagnostic[] {
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

/** Writes a file into the workspace and opens it in an editor. */
export async function openFile(path: string, text: string): Promise<TextDocument> {
  const uri = sample(path);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document, { preview: false });
  return document;
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
  await until(window.onDidChangeActiveTextEditor, () =>
    window.activeTextEditor?.document === document ? true : undefined,
  );
  return document;
}

/** Replaces a whole document, as one edit. */
export async function replaceText(document: TextDocument, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  const end = document.lineAt(document.lineCount - 1).range.end;
  edit.replace(document.uri, document.lineAt(0).range.with({ end }), text);
  await workspace.applyEdit(edit);
}

/** The code actions that VS Code offers at a range, of one kind or of all. */
export async function codeActions(document: TextDocument, range: Range, kind?: string): Promise<readonly CodeAction[]> {
  return (
    (await commands.executeCommand<CodeAction[]>("vscode.executeCodeActionProvider", document.uri, range, kind)) ?? []
  );
}

/** Closes every editor without saving. */
export async function closeEditors(): Promise<void> {
  for (const document of workspace.textDocuments)
    if (document.isDirty) {
      await window.showTextDocument(document);
      await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    }
  await commands.executeCommand("workbench.action.closeAllEditors");
}
