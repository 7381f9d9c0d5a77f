import type { TextEdit } from "../text/span.ts";
import { unreadSecrets } from "./lineSecrets.ts";
import type { WrittenSecrets } from "./maskedFile.ts";

/** Shorter secrets are parts of too many words; where they are moved, their key goes with them. */
const shortest = 4;

/**
 * Returns a function that gives edits back if they can be shown: they touch no secret of the file and insert none. The
 * secrets are looked for once, when there are edits to check.
 */
export function openEdits(secrets: WrittenSecrets): (edits: readonly TextEdit[]) => readonly TextEdit[] | undefined {
  let holdsSecret: ((text: string) => boolean) | undefined;
  return (edits) => {
    const { spans, hide } = secrets;
    holdsSecret ??= finder(secrets.texts);
    const holds = holdsSecret;
    const isOpen = ({ start, end, text }: TextEdit): boolean =>
      !spans.some((secret) => secret.start <= end && secret.end >= start) &&
      !holds(text) &&
      hide(text) === text &&
      unreadSecrets(text).length === 0;
    return edits.every(isOpen) ? edits : undefined;
  };
}

/** A function that finds one of several texts in another. Its time does not grow with their number. */
function finder(texts: readonly string[]): (text: string) => boolean {
  const byStart = new Map<string, Set<string>>();
  for (const text of texts) {
    const bare = text.replace(/^["']|["']$/g, "").trim();
    if (bare.length < shortest) continue;
    const start = bare.slice(0, shortest);
    byStart.set(start, (byStart.get(start) ?? new Set()).add(bare));
  }
  return (text) => {
    for (let at = 0; at + shortest <= text.length; at++)
      for (const one of byStart.get(text.slice(at, at + shortest)) ?? []) if (text.startsWith(one, at)) return true;
    return false;
  };
}
