import type { Memento } from "vscode";
import { shownImage } from "../../core/display/shownImage.ts";
import { parseImage } from "../../core/images/reference.ts";

const key = "explainedImage";

/** The image that was explained last in this workspace. */
export function lastImage(state: Memento): string | undefined {
  return state.get<string>(key);
}

/** Remembers an image. What is none, or what may be a secret that was pasted, is not kept. */
export async function rememberImage(state: Memento, text: string): Promise<void> {
  const image = text.trim();
  if (parseImage(image).ok && shownImage(image) === image) await state.update(key, image);
}
