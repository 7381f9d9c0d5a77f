import type { FileFormat } from "../yaml/document.ts";
import type { FirstDocument } from "../yaml/firstDocument.ts";
import { parseFirstDocument } from "../yaml/parser.ts";
import { sourceOf } from "../yaml/source.ts";
import { registriesFormat } from "./format.ts";
import { type Reading, readRegistry } from "./goDecode.ts";
import { readAsK3d } from "./k3dDecode.ts";

/** What reads a registries.yaml first. k3s and RKE2 share a reader; k3d reads it before the nodes do. */
export type FileReader = "k3s" | "k3d";

/** How each reads, and what it makes of a repeated key. */
export const readers: Readonly<
  Record<FileReader, { readonly format: FileFormat; read(document: FirstDocument): Reading }>
> = {
  k3s: { format: registriesFormat, read: readRegistry },
  k3d: { format: { ...registriesFormat, keepsRepeated: () => false }, read: readAsK3d },
};

/** Reads a text that nothing else is asked of: what can't be read is not recovered. */
export function readText(text: string, reader: FileReader): Reading {
  return readers[reader].read(parseFirstDocument(sourceOf(text)));
}
