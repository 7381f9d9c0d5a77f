import type { RegistriesFile } from "../file/file.ts";
import { writtenHost } from "../hosts/writtenHost.ts";
import type { Span } from "../text/span.ts";
import type { YamlDocument } from "../yaml/document.ts";
import type { ListNode, MapNode, Node, ScalarNode } from "../yaml/node.ts";
import { scalarPart } from "../yaml/scalarPart.ts";

/**
 * What a selection grows to, step by step: host, text without its quotes, value, entry, map, section, file. A file that
 * is half typed gives as much of it as can be made out. Never throws.
 *
 * @param offsets UTF-16 offsets of `text`
 * @returns for each offset its spans from the innermost, each inside the next and larger, the whole text last
 */
export function selectionRanges({ doc }: RegistriesFile, offsets: readonly number[]): readonly (readonly Span[])[] {
  const { text } = doc;
  const broken = brokenSpans(doc);
  return offsets.map((offset) => spansAt(doc, broken, Math.min(Math.max(offset, 0), text.length)));
}

function spansAt(doc: YamlDocument, broken: readonly Span[], offset: number): readonly Span[] {
  const { text } = doc;
  const spans: Span[] = [{ start: 0, end: text.length }];
  /** A credential that breaks the YAML around it was read as less than it is: what ends with it ends where it does. */
  const whole = ({ start, end }: Span): Span => {
    const last = broken.find((span) => start <= span.start && span.start <= end && end < span.end);
    return { start, end: last?.end ?? end };
  };
  const holds = (span: Span): boolean => {
    const { start, end } = whole(span);
    return start <= offset && offset <= end;
  };
  /** Takes a span in where it holds the offset and is smaller than the last one, and inside it. */
  const grow = (span: Span): void => {
    const { start, end } = whole(span);
    const outer = spans[spans.length - 1] as Span;
    const inside = outer.start <= start && end <= outer.end && end - start < outer.end - outer.start;
    if (inside && holds(span) && end > start) spans.push({ start, end });
  };
  let node: Node | undefined = doc.node([])?.node;
  while (node) {
    grow(withProperties(node));
    grow(node);
    if (node.kind === "map") node = intoMap(node, holds, grow);
    else if (node.kind === "list") node = intoList(text, node, holds, grow);
    else {
      if (node.kind === "scalar") intoScalar(text, node, grow);
      node = undefined;
    }
  }
  return spans.reverse();
}

/** The dash of an item, and an anchor or tag that the item's node does not have as its own (see `recover`). */
const dashBefore = /-[ \t]+(?:[&!]\S*[ \t]+)*$/;

/** The credentials whose text breaks the YAML around them. */
function brokenSpans(doc: YamlDocument): readonly Span[] {
  if (!doc.document.failure) return [];
  return doc
    .entries(["configs"])
    .flatMap(({ path }) => doc.entries([...path, "auth"]))
    .filter(({ value }) => value.kind === "broken")
    .map(({ path }) => doc.span(path));
}

/** A step into a node: it says what is on the way, and gives the node that the offset is in. */
type Step = (span: Span) => void;

function intoMap({ pairs }: MapNode, holds: (span: Span) => boolean, grow: Step): Node | undefined {
  for (const { key, colonEnd, value } of pairs) {
    const whole = { start: key.propertiesStart, end: Math.max(colonEnd, value.end) };
    if (!holds(whole)) continue;
    grow(whole);
    return [key, value].find((node) => holds(withProperties(node)));
  }
  return undefined;
}

function intoList(
  text: string,
  { items, flow }: ListNode,
  holds: (span: Span) => boolean,
  grow: Step,
): Node | undefined {
  for (const item of items) {
    const { start, end } = withProperties(item);
    const dash = flow ? undefined : dashBefore.exec(text.slice(Math.max(0, start - 200), start))?.[0].length;
    const whole = { start: start - (dash ?? 0), end };
    if (!holds(whole)) continue;
    grow(whole);
    return item;
  }
  return undefined;
}

/** The text in quotes, and the host in it with its port and without. */
function intoScalar(text: string, node: ScalarNode, grow: Step): void {
  const { start, end, style, value } = node;
  if (style === "single" || style === "double") grow({ start: start + 1, end: end - 1 });
  const host = value.length < 1000 ? writtenHost(value) : undefined;
  const name = host && scalarPart(text, node, host);
  if (!host || !name) return;
  const port = host.port === undefined ? 0 : host.port.length + 1;
  grow({ start: name.start, end: name.end + port });
  grow(name);
}

function withProperties({ propertiesStart, start, end }: Node): Span {
  return { start: Math.min(propertiesStart, start), end };
}
