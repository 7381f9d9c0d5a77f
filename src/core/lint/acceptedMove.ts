import { refusedAt, type TypeFault } from "../file/goDecode.ts";
import { intendedKey } from "../file/keyNames.ts";
import { booleanMeant } from "../file/tls.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import type { Operation } from "../yaml/edit.ts";
import type { Fix } from "./rule.ts";

/**
 * True if k3s accepts what a fix moves to a place where it is read: a misspelt or misplaced key is ignored, and its
 * value may have a type that is refused under the right one. A safe fix may move what another one then corrects.
 */
export function movesOnlyAccepted(doc: YamlDocument, { safe, operations }: Fix): boolean {
  return operations.every((operation) => {
    const move = moveOf(operation);
    const node = move && doc.node(move.from)?.node;
    return (
      !move ||
      !node ||
      refusedAt(doc.document, node, asMeant(move.to))?.every((fault) => safe && isFixed(fault)) === true
    );
  });
}

function moveOf(operation: Operation): { readonly from: Path; readonly to: Path } | undefined {
  if ("rename" in operation) return { from: operation.rename, to: [...operation.rename.slice(0, -1), operation.key] };
  if ("move" in operation) return { from: operation.move, to: operation.to };
  return "nest" in operation ? { from: operation.nest, to: [...operation.nest, operation.under] } : undefined;
}

/** Returns a path under misspelt keys with the keys that are meant: those are fixed in the same run. */
function asMeant([section, host, field, ...rest]: Path): Path {
  if (section === undefined) return [];
  const root = intendedKey("root", String(section)) ?? section;
  if (host === undefined || field === undefined) return host === undefined ? [root] : [root, host];
  const meant = intendedKey(root === "mirrors" ? "mirror" : "config", String(field));
  return [root, host, meant ?? field, ...rest];
}

/** True for a URL in place of a list and for words that mean true or false: `endpoint-not-list` and `skip-verify-not-boolean` fix these. */
function isFixed({ node, wanted }: TypeFault): boolean {
  if (node.kind !== "scalar") return false;
  return wanted === "[]string" ? node.value.trim() !== "" : wanted === "bool" && booleanMeant(node.value) !== undefined;
}
