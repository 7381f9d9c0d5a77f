import { hasInvisibleCharacter, plainCharacters } from "../text/invisible.ts";
import { partitionPoint } from "../text/partitionPoint.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { Path, YamlDocument } from "./document.ts";
import type { Node } from "./node.ts";
import { resolved } from "./node.ts";

/** A scalar with an invisible character or a typographic quote in it. */
export interface ScalarWithInvisible {
  readonly path: Path;
  readonly part: "key" | "value";
  /** Its text as k3s reads it. */
  readonly text: string;
}

/** The stray characters of a document, by what they do. */
export interface InvisibleCharacters {
  /** Edits that put blanks where blanks must be: in indentation and after `key:` or `-`. */
  readonly blanks: readonly TextEdit[];
  /** Where the first of them stands. */
  readonly first: Span | undefined;
  readonly scalars: readonly ScalarWithInvisible[];
}

const run = /[\u00a0\u1680\u180e\u2000-\u200f\u202f\u205f-\u2064\u3000\ufeff]/;
const indentation =
  /^[ \t]*[\u00a0\u1680\u180e\u2000-\u200f\u202f\u205f-\u2064\u3000\ufeff][^\S\r\n\u0085\u2028\u2029]*(?=\S)/gm;
const afterKey =
  /^([^\S\r\n\u2028\u2029]*(?:-[^\S\r\n\u2028\u2029]+)?(?:"[^"\r\n]*"|'[^'\r\n]*'|[\w.*-]+)[ \t]*:|[^\S\r\n\u2028\u2029]*-)([ \t]*[\u00a0\u1680\u180e\u2000-\u200f\u202f\u205f-\u2064\u3000\ufeff][^\S\r\n]*)/gm;

/** Finds them, save in comments and in what a template engine will write. */
export function invisibleCharacters(doc: YamlDocument): InvisibleCharacters {
  const { text, plain } = doc;
  const start = text.startsWith("\ufeff") ? 1 : 0;
  if (plain || !hasInvisibleCharacter(text.slice(start))) return { blanks: [], first: undefined, scalars: [] };
  const root = doc.node([])?.node;
  const inside = multiLine(text, root);
  const edits = new Map<number, TextEdit>();
  const put = (from: number, written: string): void => {
    const at = Math.max(from, start);
    const old = written.slice(at - from);
    if (!run.test(old) || (inside[partitionPoint(inside, ({ start }) => start < at) - 1]?.end ?? 0) > at) return;
    edits.set(at, { start: at, end: at + old.length, text: plainCharacters(old).replace(/\u180e/g, "") });
  };
  for (const { index, 0: found } of text.matchAll(indentation)) put(index, found);
  for (const { index, 1: before = "", 2: found = "" } of text.matchAll(afterKey)) put(index + before.length, found);
  const blanks = [...edits.values()].sort((a, b) => a.start - b.start);
  const [first] = blanks;
  const scalars: ScalarWithInvisible[] = [];
  const look = (node: Node, path: Path, part: "key" | "value"): void => {
    if (node.kind !== "scalar" || !hasInvisibleCharacter(text.slice(node.start, node.end))) return;
    if ((blanks[partitionPoint(blanks, (edit) => edit.start < node.end) - 1]?.end ?? 0) > node.start) return;
    scalars.push({ path, part, text: node.value });
  };
  const walk = (node: Node, path: Path): void => {
    if (node.kind === "list")
      for (const [index, item] of node.items.entries()) {
        look(item, [...path, index], "value");
        walk(item, [...path, index]);
      }
    if (node.kind !== "map") return;
    for (const { key, value } of node.pairs) {
      const name = resolved(key);
      const child = [...path, name?.kind === "scalar" ? name.value : ""];
      look(key, child, "key");
      look(value, child, "value");
      walk(value, child);
    }
  };
  if (root) walk(root, []);
  return { blanks, first: first && { start: first.start, end: first.end }, scalars };
}

/**
 * The quoted texts and block scalars that go over lines, in order: what looks like indentation in them is their text.
 */
function multiLine(text: string, root: Node | undefined): readonly Span[] {
  const spans: Span[] = [];
  const walk = (node: Node): void => {
    if (node.kind === "scalar") {
      if (node.style !== "plain" && /[\r\n]/.test(text.slice(node.start, node.end))) spans.push(node);
    } else if (node.kind === "list") node.items.forEach(walk);
    else if (node.kind === "map") for (const { value } of node.pairs) walk(value);
  };
  if (root) walk(root);
  return spans;
}
