import { env, l10n, type TextDocument, type Uri, window } from "vscode";
import { type PullError, readPullErrors, speaksOfPulls } from "../../core/pullErrors/pullError.ts";
import { isRegistriesDocument } from "../documents.ts";
import type { Explainer } from "../explain/panel.ts";
import { pullFileOrNone } from "../explain/pullFile.ts";
import { isTooLarge } from "../fileSize.ts";

export const explainPullErrorCommand = "k3sRegistries.explainPullError";

/** A longer text is not a copied log line. */
const longestClipboard = 1_000_000;

/**
 * Explains the error of a pull by a registries.yaml, that of the page if it is open, or alone where there is none. The error is what is selected in the editor, else what was copied,
 * else what the editor in front shows, else what is typed: whoever looks for an error at night has just copied it.
 *
 * @param asked the address of the registries.yaml; the one in front when left out
 * @param given a text in the place of all these
 */
export async function explainPullError(explainer: Explainer, asked: Uri | undefined, given: unknown): Promise<void> {
  const errors = typeof given === "string" ? readPullErrors(given) : ((await errorsAtHand()) ?? (await askErrors()));
  if (!errors || errors.length === 0) return;
  const file = asked ?? (await pullFileOrNone(l10n.t("Explain Pull Error: File"), explainer.file));
  if (file) await explainer.openErrors(file === "none" ? undefined : file, errors);
}

async function errorsAtHand(): Promise<readonly PullError[] | undefined> {
  const editor = window.activeTextEditor;
  const selected = editor && !editor.selection.isEmpty ? editor.document.getText(editor.selection) : "";
  const shown = (): string => (editor && showsLog(editor.document) ? editor.document.getText() : "");
  const found = readPullErrors(selected);
  if (found.length > 0) return found;
  for (const read of [copiedText, shown]) {
    const text = await read();
    const errors = speaksOfPulls(text) ? readPullErrors(text) : [];
    if (errors.length > 0) return errors;
  }
  return undefined;
}

/** What was copied. A browser asks whether it may be read, or refuses it: no one waits for that. */
async function copiedText(): Promise<string> {
  const late = new Promise<string>((resolve) => setTimeout(resolve, 1000, ""));
  const text = await Promise.race([late, Promise.resolve(env.clipboard.readText()).catch(() => "")]);
  return text.slice(-longestClipboard);
}

/** True if a document may be a log: code has error texts in it as well. */
function showsLog(document: TextDocument): boolean {
  if (!["plaintext", "log", "markdown"].includes(document.languageId) || isTooLarge(document)) return false;
  return !isRegistriesDocument(document);
}

/** Asks for the text; a box of one line takes several all the same. */
async function askErrors(): Promise<readonly PullError[] | undefined> {
  const text = await window.showInputBox({
    title: l10n.t("Explain Pull Error"),
    prompt: l10n.t(
      "Paste the error from kubectl describe pod, crictl pull, the k3s or RKE2 journal, or the containerd log.",
    ),
    placeHolder: l10n.t("Failed to pull image …"),
    ignoreFocusOut: true,
    validateInput: (typed) =>
      typed.trim() === "" || readPullErrors(typed).length > 0
        ? undefined
        : l10n.t("No known pull error found. Paste the whole line, starting at Failed."),
  });
  return text === undefined ? undefined : readPullErrors(text);
}
