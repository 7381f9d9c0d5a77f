import {
  type CancellationToken,
  CancellationTokenSource,
  l10n,
  type Memento,
  type QuickPickItem,
  Uri,
  window,
  workspace,
} from "vscode";
import { shownImage } from "../../core/display/shownImage.ts";
import { findImages } from "../../core/images/find.ts";
import { parseImage } from "../../core/images/reference.ts";
import { mirrorExamples } from "../../core/pull/examples.ts";
import { lastImage, rememberImage } from "../explain/lastImage.ts";
import type { Explainer } from "../explain/panel.ts";
import { pullFile } from "../explain/pullFile.ts";
import { isTooLarge, refuseTooLarge } from "../fileSize.ts";
import type { WorkspaceImages } from "../images/workspaceImages.ts";
import { openRegion, regionsOf } from "../openedRegistries.ts";
import { isWithin } from "../regionPicker.ts";
import { fileOf } from "../regionUri.ts";

export const explainPullCommand = "k3sRegistries.explainPull";

/** What the command works with. */
export interface ExplainPullHost {
  readonly explainer: Explainer;
  readonly images: WorkspaceImages;
  /** Where the image that was explained last is kept. */
  readonly state: Memento;
}

/** A pull of which nothing is asked. The address of the registries.yaml is a text, since in a link to a command VS Code does not translate a Uri. */
export interface ExactPull {
  readonly file: string;
  readonly image: string;
}

/**
 * Explains the pull of an image: asks for the file, unless it is clear, and for the image.
 *
 * @param asked the address of the registries.yaml; the one in front when left out
 * @param example an image to begin with, of which no one has to be asked; an `ExactPull` is just that
 * @throws UserProblem when there is no registries.yaml, or it is too large
 */
export async function explainPull(
  { explainer, images, state }: ExplainPullHost,
  asked: Uri | undefined,
  example: unknown,
): Promise<void> {
  if (isExactPull(example)) {
    await rememberImage(state, example.image);
    await explainer.open(Uri.parse(example.file), example.image);
    return;
  }
  const prefill = imageAtCursor();
  const file = asked ?? (await pullFile(l10n.t("Explain Image Pull: File")));
  if (!file) return;
  await refuseTooLarge(fileOf(file));
  if (typeof example === "string") {
    const last = lastImage(state);
    const fits = last !== undefined && registryOf(last) === registryOf(example);
    await explainer.open(file, fits ? last : example, !fits);
    return;
  }
  const image = await askImage(prefill ?? lastImage(state) ?? "", await examplesOf(file), images);
  if (image === undefined) return;
  await rememberImage(state, image);
  await explainer.open(file, image);
}

function isExactPull(argument: unknown): argument is ExactPull {
  if (typeof argument !== "object" || argument === null) return false;
  const { file, image } = argument as Partial<Record<keyof ExactPull, unknown>>;
  return typeof file === "string" && typeof image === "string" && parseImage(image).ok;
}

/** The image that a manifest names in the line of the cursor. */
function imageAtCursor(): string | undefined {
  const editor = window.activeTextEditor;
  if (!editor || isTooLarge(editor.document)) return undefined;
  const { document, selection } = editor;
  const { line } = selection.active;
  const offset = document.offsetAt(selection.active);
  if (regionsOf(document).some(({ span }) => isWithin(document, span, offset))) return undefined;
  const named = findImages(document.getText(), document.uri.path).find(
    ({ span }) => document.positionAt(span.start).line === line,
  );
  return named && isShown(named.text) ? named.text : undefined;
}

/** True if a text is an image without what may be a secret. */
function isShown(text: string): boolean {
  return parseImage(text).ok && shownImage(text) === text;
}

function registryOf(image: string): string | undefined {
  const reading = parseImage(image);
  return reading.ok ? reading.image.registry : undefined;
}

/** An image for each mirror of a registries.yaml. */
async function examplesOf(address: Uri): Promise<readonly QuickPickItem[]> {
  const opened = await openRegion(address);
  const description = l10n.t("example for a mirror of this file");
  const examples = opened ? mirrorExamples(opened.region.file) : [];
  return examples.map(({ image }) => ({ label: image, description }));
}

/** The images that files of the workspace name, each with the first of its places. */
async function imagesOf(images: WorkspaceImages, token: CancellationToken): Promise<readonly QuickPickItem[]> {
  const found = await images.list(token);
  return found.map(({ text, places }) => {
    const [first] = places;
    const place = first ? `${workspace.asRelativePath(first.uri)}:${first.range.start.line + 1}` : "";
    const more = places.length - 1;
    return { label: text, description: more > 0 ? `${place} ${l10n.t("and {0} more", more)}` : place };
  });
}

/** Asks for an image: one of those of the workspace, for a mirror, or any that is typed. */
function askImage(
  prefill: string,
  examples: readonly QuickPickItem[],
  images: WorkspaceImages,
): Promise<string | undefined> {
  const picker = window.createQuickPick();
  picker.title = l10n.t("Explain Image Pull: Image");
  picker.placeholder = l10n.t("Image as in a manifest, such as nginx or gcr.io/project/app:1.0");
  picker.ignoreFocusOut = true;
  let offered = examples;
  const update = (): void => {
    picker.items = itemsFor(picker.value.trim(), offered);
    picker.activeItems = picker.items.slice(0, 1);
  };
  const looking = new CancellationTokenSource();
  const offer = async (): Promise<void> => {
    picker.busy = true;
    const found = await imagesOf(images, looking.token);
    if (looking.token.isCancellationRequested) return;
    const known = new Set(found.map(({ label }) => label));
    offered = [...found, ...examples.filter(({ label }) => !known.has(label))];
    const active = picker.activeItems[0]?.label;
    update();
    picker.activeItems = picker.items.filter(({ label }) => label === active).slice(0, 1);
    picker.busy = false;
  };
  return new Promise((resolve, reject) => {
    picker.onDidChangeValue(update);
    picker.onDidAccept(() => {
      const image = (picker.selectedItems[0] ?? picker.activeItems?.[0])?.label;
      if (image === undefined || !parseImage(image).ok) return;
      resolve(image);
      picker.hide();
    });
    picker.onDidHide(() => {
      looking.cancel();
      resolve(undefined);
      picker.dispose();
    });
    picker.value = prefill;
    update();
    picker.show();
    offer().catch(reject);
  });
}

/** What is typed comes first, with what containerd makes of it, or what is wrong with it. */
function itemsFor(typed: string, offered: readonly QuickPickItem[]): readonly QuickPickItem[] {
  if (typed === "") return offered;
  const reading = parseImage(typed);
  const detail = reading.ok ? reading.image.text : `$(error) ${reading.problem}`;
  return [{ label: typed, detail, alwaysShow: true }, ...offered.filter(({ label }) => label !== typed)];
}
