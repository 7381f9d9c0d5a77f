import { isMergeKey, type OtherMap, type OtherNode, readOtherYaml, resolved } from "./otherYaml.ts";
import { nulls } from "./resolve.ts";
import { hasTemplate, maskTemplates, withoutActions } from "./template.ts";

/** The text of one document of several. */
export interface DocumentPart {
  readonly text: string;
  /** Its UTF-16 offset in the whole text. */
  readonly offset: number;
}

/** A document as far as it can be read. The offsets of its nodes are those of `text`. */
export interface ReadablePart extends DocumentPart {
  readonly root: OtherNode;
  readonly fieldsOf: FieldReader;
}

/** The values of a map by their keys; `undefined` for one that is left empty. */
export type Fields = ReadonlyMap<string, OtherNode | undefined>;

/** Returns the values of a map with those that `<<` brings in; of a repeated key the last. Empty for other nodes. */
export type FieldReader = (node: OtherNode | undefined) => Fields;

/** What keeps a document from being read: its depth, or what its aliases stand for. */
export type ReadingBound = "depth" | "aliases";

/** Cuts a text at the lines that start with `---`, as kubectl does; without the parts that have nothing in them. */
export function* documentParts(text: string): Iterable<DocumentPart> {
  let offset = 0;
  for (const part of text.split(/(?<=^|[\r\n])(?=---(?:[ \t\r\n]|$))/)) {
    // What stands before the first marker may be comments and directives alone.
    if (/^(?!\ufeff?[ \t]*(?:#|$)|%)/m.test(part)) yield { text: part, offset };
    offset += part.length;
  }
}

/**
 * Reads each document of a YAML or JSON text, also half-typed ones, and those with template expressions in them: lines
 * of nothing but Helm's actions are left out, and any other expression is read as a word. Never throws.
 *
 * @param wanted says of the text of a document whether it is to be read
 * @param onBound is called with each bound that a document lies beyond, so that not all of it is read
 */
export function* readableParts(
  text: string,
  wanted: (part: string) => boolean,
  onBound: (bound: ReadingBound) => void = () => {},
): Iterable<ReadablePart> {
  for (const part of documentParts(text)) {
    if (!wanted(part.text)) continue;
    const yaml = hasTemplate(part.text) ? maskTemplates(withoutActions(part.text)) : part.text;
    const {
      roots: [root],
      beyond,
    } = readOtherYaml(yaml);
    if (beyond) onBound(beyond);
    if (root) yield { ...part, root, fieldsOf: fieldReader() };
  }
}

/** Makes a reader for one document. It reads each map once: a chain of merges would else be read again for each link. */
export function fieldReader(): FieldReader {
  const known = new Map<OtherMap, Fields>();
  const fieldsOf: FieldReader = (node) => {
    const map = resolved(node);
    if (map?.kind !== "map") return new Map();
    const fields = known.get(map) ?? readFields(map, fieldsOf);
    known.set(map, fields);
    return fields;
  };
  return fieldsOf;
}

function readFields(map: OtherMap, fieldsOf: FieldReader): Fields {
  const own = new Map<string, OtherNode | undefined>();
  const merged = new Map<string, OtherNode | undefined>();
  for (const { key, value } of map.pairs) {
    const name = resolved(key);
    if (!isMergeKey(key)) {
      if (name?.kind === "scalar") own.set(name.value, value);
      continue;
    }
    const source = resolved(value);
    // Of several, the first to have a key counts.
    for (const one of source?.kind === "list" ? source.items : [source])
      for (const [field, node] of fieldsOf(one)) if (!merged.has(field)) merged.set(field, node);
  }
  return merged.size === 0 ? own : new Map([...merged, ...own]);
}

/** The items of a list; none for other nodes. */
export function itemsOf(node: OtherNode | undefined): readonly OtherNode[] {
  const list = resolved(node);
  return list?.kind === "list" ? list.items : [];
}

/** The text of a scalar that is not null. */
export function scalarText(node: OtherNode | undefined): string | undefined {
  const scalar = resolved(node);
  if (scalar?.kind !== "scalar" || (scalar.style === "plain" && nulls.has(scalar.value))) return undefined;
  return scalar.value;
}
