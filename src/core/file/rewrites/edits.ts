import type { YamlDocument } from "../../yaml/document.ts";
import type { Operation } from "../../yaml/edit.ts";
import { doubleQuoted, singleQuoted } from "../../yaml/scalar.ts";
import type { Rewrite } from "./rewrite.ts";

/**
 * Operations that give a rewrite another pattern, with the quotes that it has.
 *
 * @returns none when another rewrite beside it has that pattern already
 */
export function changePattern(doc: YamlDocument, { path }: Rewrite, pattern: string): readonly Operation[] {
  if (doc.value([...path.slice(0, -1), pattern]).kind !== "missing") return [];
  return [{ rename: path, key: pattern }];
}

/**
 * Operations that give a rewrite another replacement, with the quotes that it has. They change the text where it is
 * written, also when it is there for several mirrors.
 *
 * @returns none when the replacement stands below `|` or `>`
 */
export function changeReplacement(doc: YamlDocument, { path }: Rewrite, replacement: string): readonly Operation[] {
  const value = doc.value(path);
  if (value.kind !== "scalar" || value.style === "block") return [];
  return [{ write: doc.span(path), text: (value.style === "double" ? doubleQuoted : singleQuoted)(replacement) }];
}
