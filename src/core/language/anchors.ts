import type { Span } from "../text/span.ts";
import type { YamlDocument } from "../yaml/document.ts";
import type { Node } from "../yaml/node.ts";

/** Longer than what stands between an anchor and its node: blanks, a tag, a comment and a line break. */
const maxProperties = 500;

/** An anchor with all that refers to it. */
export interface Anchor {
  /** The `&name`. */
  readonly span: Span;
  /** All that has the anchor. */
  readonly node: Span;
  /** Each `*name` that means this anchor, in order. */
  readonly aliases: readonly Span[];
  /** The one of these places that the offset is in. */
  readonly at: Span;
}

/**
 * The anchor whose `&name` or one of whose `*name` an offset is in, or right after.
 *
 * @param offset in UTF-16 units
 */
export function anchorAt(doc: YamlDocument, offset: number): Anchor | undefined {
  const { text } = doc;
  if (!/[&*]/.test(text)) return undefined;
  const holds = ({ start, end }: Span): boolean => start <= offset && offset <= end;
  const nodes = nodesOf(doc.node([])?.node);
  const alias = nodes.find((node) => node.kind === "alias" && holds(node));
  const anchored =
    alias?.kind === "alias"
      ? alias.target
      : nodes.find((node) => {
          const span = anchorSpan(text, node);
          return span && holds(span);
        });
  const span = anchored && anchorSpan(text, anchored);
  if (!anchored || !span) return undefined;
  const aliases = nodes
    .filter((node) => node.kind === "alias" && node.target === anchored)
    .map(({ start, end }) => ({ start, end }));
  const at = aliases.find(holds) ?? span;
  return { span, node: { start: span.start, end: Math.max(span.end, anchored.end) }, aliases, at };
}

/** Where the `&name` of an anchored node is written, a tag before or after it; `undefined` where that can't be told. */
function anchorSpan(text: string, { anchor, start }: Node): Span | undefined {
  if (!anchor) return undefined;
  const before = text.slice(Math.max(0, start - maxProperties), start);
  const at = before.lastIndexOf(`&${anchor}`);
  if (at < 0) return undefined;
  const from = start - before.length + at;
  return { start: from, end: from + anchor.length + 1 };
}

/** All nodes as they are written, in no order. */
function nodesOf(root: Node | undefined): readonly Node[] {
  const nodes = root ? [root] : [];
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index];
    if (node?.kind === "list") for (const item of node.items) nodes.push(item);
    if (node?.kind === "map") for (const { key, value } of node.pairs) nodes.push(key, value);
  }
  return nodes;
}
