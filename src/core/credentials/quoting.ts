import type { Field } from "../file/file.ts";
import { intendedPassword, startsBlock } from "../file/password.ts";
import { looksLikeJson } from "../json/object.ts";
import { repairJson } from "../json/repairJson.ts";
import { hiddenByComment } from "../yaml/comment.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import { looksTyped } from "../yaml/scalar.ts";

/**
 * What missing or wrong quotes do to a credential. Source: docs/how-k3s-reads-it/yaml.md#strings,
 * docs/how-k3s-reads-it/other-readers.md#k3d.
 */
export type QuotingFault =
  /** It breaks the YAML around it; `json` when it is JSON, `quote` when its quotes are at fault. */
  | { readonly kind: "broken"; readonly json: boolean; readonly quote: "'" | '"' | undefined }
  /** It is read as a map or list. */
  | { readonly kind: "collection" }
  /** Keys or items stand below it. */
  | { readonly kind: "nested" }
  /** YAML takes its start for an anchor or a tag and drops it. */
  | { readonly kind: "swallowed"; readonly mark: "&" | "!" }
  /** YAML takes a part of it for a comment, or all of it; `remark` when that may be on purpose. */
  | { readonly kind: "comment"; readonly remark: boolean; readonly empty: boolean }
  /** Other readers than k3s take it for a number, a date or a boolean. */
  | { readonly kind: "typed" };

export interface Quoting {
  readonly fault: QuotingFault;
  /** The text to be put in quotes; `undefined` when it can't be told. */
  readonly text: string | undefined;
}

/**
 * Finds what is wrong with the quotes of a credential.
 *
 * @returns `undefined` when k3s reads what is written
 */
export function quotingOf(doc: YamlDocument, field: Field): Quoting | undefined {
  const { value } = field;
  if (value.kind === "missing" || value.kind === "template") return undefined;
  const { path } = field;
  if (value.kind === "scalar") return value.style === "plain" ? quotingOfPlain(doc, path, value.text) : undefined;
  if (value.kind === "broken") {
    const source = doc.source(path);
    if (startsBlock(source)) return undefined;
    const first = source[0];
    const json = /^\s*[{[]\s*["'}\]]/.test(source) || /^[ \t]*\{[ \t]*$/m.test(source);
    const lost = looksLikeJson(source) && repairJson(source) === undefined;
    const quote = first === '"' || first === "'" ? first : undefined;
    return { fault: { kind: "broken", json, quote }, text: lost ? undefined : intendedPassword(doc, field) };
  }
  if (value.kind === "map" || value.kind === "list")
    return value.flow
      ? { fault: { kind: "collection" }, text: intendedPassword(doc, field) }
      : { fault: { kind: "nested" }, text: undefined };
  const swallowed = swallowedStart(doc, path);
  if (swallowed) return swallowed;
  const hidden = doc.written(path) === "" ? hiddenByComment(doc, path) : undefined;
  if (hidden === undefined) return undefined;
  return { fault: { kind: "comment", remark: isRemark(hidden.text), empty: true }, text: hidden.text };
}

/** Asked for every username: it looks the node up once. */
function quotingOfPlain(doc: YamlDocument, path: Path, text: string): Quoting | undefined {
  const node = doc.node(path)?.node;
  if (node === undefined || node.kind === "alias") return undefined;
  if (node.anchor !== undefined || node.tag !== undefined) {
    const swallowed = swallowedStart(doc, path);
    if (swallowed || node.tag !== undefined) return swallowed;
  }
  comment.lastIndex = node.end;
  const remark = comment.exec(doc.text)?.[1];
  if (remark !== undefined) return { fault: { kind: "comment", remark: isRemark(remark), empty: false }, text };
  return looksTyped(text) ? { fault: { kind: "typed" }, text } : undefined;
}

const comment = /[ \t]+(#[^\r\n]*)/y;

function swallowedStart(doc: YamlDocument, path: Path): Quoting | undefined {
  const { tag, anchor, referenced } = doc.properties(path);
  const dropped = (anchor !== undefined && !referenced) || (tag !== undefined && /^!(?!!)/.test(tag));
  const written = dropped ? doc.written(path) : "";
  if (written === "") return undefined;
  return { fault: { kind: "swallowed", mark: written[0] === "&" ? "&" : "!" }, text: written };
}

/** `# ` may be a remark on purpose; `#` with no blank after it hardly ever is. */
function isRemark(comment: string): boolean {
  return /^#(?:\s|$|#)/.test(comment);
}
