import type { Span } from "../text/span.ts";
import type { YamlDocument } from "../yaml/document.ts";
import type { Node } from "../yaml/node.ts";

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
      : nodes.find(
          (node) => node.anchor !== undefined && node.propertiesStart <= offset && holds(anchorSpan(text, node)),
        );
  if (anchored?.anchor === undefined) return undefined;
  const span = anchorSpan(text, anchored);
  const aliases = nodes
    .filter((node) => node.kind === "alias" && node.target === anchored)
    .map(({ start, end }) => ({ start, end }));
  const at = aliases.find(holds) ?? span;
  return { span, node: { start: span.start, end: anchored.end }, aliases, at };
}

/** Where the `&name` of an anchored node is written; a tag may stand before or after it. */
function anchorSpan(text: string, { anchor = "", propertiesStart, start }: Node): Span {
  const at = text.slice(propertiesStart, Math.max(start, propertiesStart)).indexOf(`&${anchor}`);
  const from = propertiesStart + Math.max(at, 0);
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
