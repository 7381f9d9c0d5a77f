import type { Span } from "../text/span.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";

/** Keys whose values are secrets, or were meant to be. */
const secretKeys = /^(?:pass(?:word)?|auth|identity_?token|registry_?token|token|secret)$/i;

/** What stands in the place of a secret. */
export const secretMask = "••••••••";

/**
 * Where the secrets of a registries.yaml are written: every scalar under a secret's key, and what is inside a password
 * that is no scalar or breaks the YAML.
 *
 * @returns spans in UTF-16 offsets, in order, none inside another
 */
export function secretSpans(doc: YamlDocument): readonly Span[] {
  const spans: Span[] = [];
  const walk = (path: Path): void => {
    for (const { key, path: child, value } of doc.entries(path)) {
      const secret = secretKeys.test(key);
      if (secret && (value.kind === "scalar" || value.kind === "broken")) spans.push(doc.span(child));
      else if (/^pass(?:word)?$/i.test(key) && (value.kind === "map" || value.kind === "list"))
        spans.push(doc.span(child));
      else if (value.kind === "map" && child.length < 8) walk(child);
    }
  };
  walk([]);
  return spans
    .sort((a, b) => a.start - b.start)
    .filter((span, i, all) => i === 0 || span.start >= (all[i - 1]?.end ?? 0));
}
