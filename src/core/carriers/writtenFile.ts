import type { Span, TextEdit } from "../text/span.ts";
import {
  fieldOf,
  type OtherMap,
  type OtherNode,
  type OtherScalar,
  pairOf,
  resolved,
  stringOf,
} from "../yaml/otherYaml.ts";
import { hasSection, looksLikeRegistries } from "./look.ts";
import { readerAt } from "./nodePath.ts";
import { hasPlaceholder } from "./placeholders.ts";
import type { CarrierFacts, CarrierId, WrongType } from "./region.ts";
import { base64Layer } from "./scalarLayer.ts";
import type { CarriedText, Site } from "./yamlScan.ts";

/** A text must name the file to have an entry that writes it. */
export const writtenFileMark = /rancher\/(?:k3s|rke2)\/registries\.ya?ml/;

/** How a tool spells an entry that says which file is written, and what is in it. */
export interface WrittenFileForm {
  readonly carrier: CarrierId;
  /** The key of the path on the node. */
  readonly target: string;
  /** The keys from the entry to the text. */
  readonly content: readonly string[];
  /** The key of the permissions. */
  readonly mode: string;
  /** The permission bits that the tool gives the file; `undefined` where that is not known. */
  readonly modeOf?: (permissions: OtherScalar | undefined) => number | undefined;
  /** How read and write for the owner alone is written. */
  readonly ownerOnly?: string;
  /** Whether the encodings of cloud-init are known. */
  readonly encodings?: boolean;
}

/**
 * Reads an entry as one that writes a registries.yaml.
 *
 * @param wrong what in the entry, or around it, has a type that the tool can't read
 * @returns `undefined` if it writes another file, or has no text that is known here
 */
export function writtenFile(
  { scope }: Pick<Site, "scope">,
  entry: OtherMap,
  form: WrittenFileForm,
  wrong: readonly WrongType[] = [],
): CarriedText | undefined {
  const target = pairOf(entry, form.target)?.value;
  const node = contentOf(entry, form.content);
  const reader = readerOf(stringOf(target) ?? "", stringOf(node) ?? "");
  if (target === undefined || reader === undefined || node === undefined) return undefined;
  if (node.kind !== "scalar" && node.kind !== "map") return undefined;
  const unknown = form.carrier === "cloud-init" ? unknownEncoding(entry, node) : [];
  const facts: CarrierFacts = {
    at: spanOf(target),
    ...permissionFacts(scope.text, entry, target, form),
    ...(node.kind === "map" ? { native: true, ...asBlock(scope.text, entry, form.content) } : {}),
    // What the file contains before is not known.
    ...(stringOf(pairOf(entry, "append")?.value)?.toLowerCase() === "true" ? { fragment: true } : {}),
    ...(unknown.length + wrong.length > 0 ? { wrongTypes: [...wrong, ...unknown] } : {}),
  };
  const named = stringOf(pairOf(entry, "encoding")?.value);
  const coded = form.encodings !== true ? undefined : unknown.length > 0 ? "base64" : encodingOf(named, node);
  const text = { carrier: form.carrier, reader, node, path: form.content, facts };
  return coded === undefined ? text : { ...text, encoding: coded };
}

/** Of a path with an expression, the content tells what the file is. */
function readerOf(path: string, content: string): "k3s" | "rke2" | undefined {
  const isOurs = hasPlaceholder(path) && /\/registries\.ya?ml$/.test(path) && looksLikeRegistries(content);
  return readerAt(path) ?? (isOurs ? "k3s" : undefined);
}

function contentOf(entry: OtherMap, [key = "", ...more]: readonly string[]): OtherNode | undefined {
  const value = resolved(pairOf(entry, key)?.value);
  return more.length === 0 ? value : value?.kind === "map" ? contentOf(value, more) : undefined;
}

/** The names of encodings: https://cloudinit.readthedocs.io/en/latest/reference/modules.html#write-files. */
function encodingOf(name: string | undefined, node: OtherNode): CarriedText["encoding"] {
  const known = (name ?? "").toLowerCase().trim();
  if (/^gz(?:ip)?(?:\+b(?:ase)?64)?$/.test(known)) return "gzip";
  if (/^b(?:ase)?64$/.test(known)) return "base64";
  return node.kind === "scalar" && node.binary === true ? "base64" : undefined;
}

/** cloud-init takes what it does not know for `text/plain`, so base64 stays as it is. */
function unknownEncoding(entry: OtherMap, content: OtherNode): readonly WrongType[] {
  const encoding = fieldOf(entry, "encoding");
  const name = stringOf(encoding)?.toLowerCase().trim() ?? "";
  if (encoding === undefined || content.kind !== "scalar" || name === "text/plain") return [];
  if (encodingOf(name, content) !== undefined || !hasSection(base64Layer(content.value)?.text ?? "")) return [];
  const at = spanOf(encoding);
  return [{ problem: "unknown-encoding", key: "encoding", at, fix: [{ ...at, text: "b64" }] }];
}

function permissionFacts(
  text: string,
  entry: OtherMap,
  target: OtherNode,
  { mode: key, modeOf, ownerOnly }: WrittenFileForm,
): Partial<CarrierFacts> {
  const pair = pairOf(entry, key);
  const written = pair?.value;
  if (pair !== undefined && written?.kind !== "scalar") return {};
  const permissions = written?.kind === "scalar" ? written : undefined;
  const mode = modeOf?.(permissions);
  const edit = ownerOnly === undefined ? undefined : ownerOnlyEdit(text, entry, target, permissions, key, ownerOnly);
  return {
    ...(permissions && {
      permissions: { ...spanOf(permissions), text: permissions.value, quoted: permissions.style !== "plain" },
    }),
    ...(mode === undefined ? {} : { mode }),
    ...(edit && { ownerOnly: [edit] }),
  };
}

/** Writes the permissions that let only the owner read the file, below the path where there are none. */
function ownerOnlyEdit(
  text: string,
  { flow }: OtherMap,
  target: OtherNode,
  permissions: OtherScalar | undefined,
  key: string,
  value: string,
): TextEdit | undefined {
  if (permissions !== undefined) return { ...spanOf(permissions), text: value };
  if (flow) return { start: target.end, end: target.end, text: `, ${key}: ${value}` };
  const lineStart = text.lastIndexOf("\n", target.start - 1) + 1;
  const newline = text.indexOf("\n", target.end);
  if (text.slice(target.start, target.end).includes("\n") || newline < 0) return undefined;
  const before = /^[ \t]*(?:- +)*/.exec(text.slice(lineStart, target.start))?.[0] ?? "";
  const lineEnd = text[newline - 1] === "\r" ? newline - 1 : newline;
  const inserted = `${text.slice(lineEnd, newline + 1)}${before.replace(/[^ \t]/g, " ")}${key}: ${value}`;
  return { start: lineEnd, end: lineEnd, text: inserted };
}

/** Makes a block string of a map that is below its key. */
function asBlock(text: string, entry: OtherMap, content: readonly string[]): Pick<CarrierFacts, "asBlock"> {
  const parent = contentOf(entry, content.slice(0, -1)) ?? entry;
  const pair = pairOf(content.length === 1 ? entry : parent, content.at(-1) ?? "");
  if (pair?.value?.kind !== "map" || pair.value.flow) return {};
  const colon = text.indexOf(":", pair.key.end) + 1;
  if (colon === 0 || !/^[ \t]*\r?\n/.test(text.slice(colon, pair.value.start))) return {};
  return { asBlock: [{ start: colon, end: colon, text: " |" }] };
}

/**
 * Makes the first item of a list of a map in block style.
 *
 * @returns edits that put a dash before it and move its lines
 */
export function asItem(text: string, { start, end, flow }: OtherMap): readonly TextEdit[] | undefined {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  if (flow || text.slice(lineStart, start).trim() !== "") return undefined;
  const edits: TextEdit[] = [{ start, end: start, text: "- " }];
  for (let at = text.indexOf("\n", start) + 1; at > 0 && at < end; at = text.indexOf("\n", at) + 1)
    if (!/[\r\n]/.test(text[at] ?? "\n")) edits.push({ start: at, end: at, text: "  " });
  return edits;
}

export function spanOf({ start, end }: Span): Span {
  return { start, end };
}
