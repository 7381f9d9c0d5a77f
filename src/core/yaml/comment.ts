import type { Span } from "../text/span.ts";
import type { Path, YamlDocument } from "./document.ts";

/**
 * The comment on the line of a key without a value: YAML reads `password: #secret` as an empty password.
 *
 * @returns its text from the `#` on, without blanks at its end, and where it stands
 */
export function hiddenByComment(
  doc: YamlDocument,
  path: Path,
): { readonly text: string; readonly span: Span } | undefined {
  const pair = doc.node(path)?.pair;
  if (!pair || doc.source(path) !== "") return undefined;
  const [, gap = "", comment] = /^([ \t]+)(#[^\r\n]*)/.exec(doc.text.slice(pair.colonEnd, pair.colonEnd + 4096)) ?? [];
  if (comment === undefined) return undefined;
  const text = comment.trimEnd();
  const start = pair.colonEnd + gap.length;
  return { text, span: { start, end: start + text.length } };
}
