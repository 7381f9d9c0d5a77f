import { l10n, type Memento, type QuickPickItem, type Uri, window } from "vscode";
import { parseImage } from "../../core/images/reference.ts";
import { mirrorExamples } from "../../core/pull/examples.ts";
import { registriesFile } from "../../core/registries/file.ts";
import { parseYaml } from "../../core/yaml/document.ts";
import { isRegistriesDocument, openDocument, readText } from "../documents.ts";
import { lastImage, rememberImage } from "../explain/lastImage.ts";
import type { Explainer } from "../explain/panel.ts";
import { pullFile } from "../explain/pullFile.ts";
import { localised } from "../phrases.ts";

export const explainPullCommand = "k3sRegistries.explainPull";

/**
 * Explains the pull of an image: asks for the file, unless it is clear, and for the image.
 *
 * @param asked the file; the one in front when left out
 * @param example an image to begin with, of which no one has to be asked
 * @throws UserProblem when there is no registries.yaml
 */
export async function explainPull(
  explainer: Explainer,
  state: Memento,
  asked: Uri | undefined,
  example: unknown,
): Promise<void> {
  const prefill = imageAtCursor();
  const file = asked ?? (await pullFile(l10n.t("Explain Image Pull: File")));
  if (!file) return;
  if (typeof example === "string") {
    const last = lastImage(state);
    const fits = last !== undefined && registryOf(last) === registryOf(example);
    await explainer.open(file, fits ? last : example, !fits);
    return;
  }
  const image = await askImage(prefill ?? lastImage(state) ?? "", await suggestions(file));
  if (image === undefined) return;
  await rememberImage(state, image);
  await explainer.open(file, image);
}

/** The image of a manifest's line `image:` that the cursor is on. */
function imageAtCursor(): string | undefined {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId !== "yaml" || isRegistriesDocument(editor.document)) return undefined;
  const line = editor.document.lineAt(editor.selection.active.line).text;
  const [, text = ""] = /^[\s-]*["']?image["']?:\s*["']?([^\s"'#]+)/.exec(line) ?? [];
  return parseImage(text).ok ? text : undefined;
}

function registryOf(image: string): string | undefined {
  const reading = parseImage(image);
  return reading.ok ? reading.image.registry : undefined;
}

/** Images that are worth asking about, each with what it is. */
async function suggestions(file: Uri): Promise<readonly QuickPickItem[]> {
  const text = openDocument(file.toString())?.getText() ?? (await readText(file)) ?? "";
  const examples = mirrorExamples(registriesFile(parseYaml(text)));
  const description = l10n.t("example for a mirror of this file");
  return examples.map(({ image }) => ({ label: image, description }));
}

/** Asks for an image: one of those suggested, or any that is typed. */
function askImage(prefill: string, offered: readonly QuickPickItem[]): Promise<string | undefined> {
  const picker = window.createQuickPick();
  picker.title = l10n.t("Explain Image Pull: Image");
  picker.placeholder = l10n.t("An image, as a manifest names it: nginx, gcr.io/project/app:1.0");
  picker.ignoreFocusOut = true;
  const list = (typed: string): readonly QuickPickItem[] => {
    const image = typed.trim();
    const rest = offered.filter(({ label }) => label !== image);
    if (image === "") return rest;
    const reading = parseImage(image);
    const detail = reading.ok ? reading.image.text : `$(error) ${localised(reading.problem)}`;
    return [{ label: image, detail, alwaysShow: true }, ...rest];
  };
  const update = (): void => {
    picker.items = list(picker.value);
    picker.activeItems = picker.items.slice(0, 1);
  };
  return new Promise((resolve) => {
    picker.onDidChangeValue(update);
    picker.onDidAccept(() => {
      const image = (picker.selectedItems[0] ?? picker.activeItems?.[0])?.label;
      if (image === undefined || !parseImage(image).ok) return;
      resolve(image);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.value = prefill;
    update();
    picker.show();
  });
}
