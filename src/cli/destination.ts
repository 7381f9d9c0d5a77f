import { resolve } from "node:path";
import type { CarrierFile } from "../core/carriers/openCarrier.ts";
import type { Region } from "../core/carriers/region.ts";
import type { PreviewLine } from "../core/convert/changePreview.ts";
import type { HeldCredential, HostChange } from "../core/convert/convert.ts";
import { nextSteps } from "../core/deploy/nextSteps.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { type Output, printable, type Surroundings, shownArgument } from "./command.ts";
import { createFile, isThere, replaceFile } from "./fileWriting.ts";
import { shownPath } from "./inputs.ts";
import { carrierIn, fileArgument, noRegion, regionIndex } from "./namedFile.ts";
import { readFileToWrite } from "./textFile.ts";

/** A registries.yaml that a command writes, or a file that carries one. */
export interface Destination {
  /** The text of the file; empty for one that does not exist yet. */
  readonly text: string;
  /** The registries.yaml inside the file that is written; `undefined` for a file that is one itself. */
  readonly inside: { readonly carrier: CarrierFile; readonly index: number } | undefined;
  /** @throws UserProblem when it can't be written, or changed meanwhile */
  write(text: string): Promise<void>;
}

/**
 * Reads the registries.yaml that is to be written.
 *
 * @param argument `FILE`, or `FILE#REGION` for one of several inside a file
 * @param options.there `needed`, `fine` or `refused`: whether there is to be a file already
 * @throws UserProblem when it is not text, or there against that
 */
export async function openDestination(
  argument: string,
  { there }: { readonly there: "needed" | "fine" | "refused" },
  output: Output,
  surroundings: Surroundings,
): Promise<Destination> {
  const { path, region } = fileArgument(argument, surroundings.cwd);
  const destination = { file: resolve(surroundings.cwd, path), shown: path };
  if (there !== "needed" && !(await isThere(destination)))
    return { text: "", inside: undefined, write: (text) => createFile(destination, Buffer.from(text)) };
  if (there === "refused")
    throw new UserProblem(`${shownArgument(path)}: this file already exists; use --into to merge into it`);
  const { source, whole, encode, bytes } = readFileToWrite(destination.file, path);
  if (!whole) throw new UserProblem(`${shownArgument(path)}: this file is not UTF-8 text; nothing was changed`);
  const carrier = carrierIn(destination.file, source);
  if (carrier === undefined && region !== undefined) throw noRegion(path, region);
  return {
    text: source.text,
    inside: carrier && { carrier, index: regionIndex(carrier, region, path) },
    async write(text) {
      if (text !== source.text) await replaceFile(destination, encode(text), bytes, output, surroundings);
    },
  };
}

const signs = { same: "  ", added: "+ ", removed: "- ", gap: "  " } as const;

/** The lines of a preview as `--dry-run` shows them. */
export function previewText(lines: readonly PreviewLine[]): string {
  return lines.map(({ kind, text }) => `${signs[kind]}${printable(text)}\n`).join("");
}

function shownCredential({ keyId, username }: HeldCredential): string {
  if (keyId !== undefined) return `key ${keyId}`;
  return username === undefined ? "a token" : `user ${username}`;
}

/**
 * Reports changes and next steps on standard error, so that standard output contains only the preview.
 *
 * @param written the file, when it was written, and the registries.yaml inside it that was changed
 */
export function reportChanges(
  changes: readonly HostChange[],
  written: { readonly file: string; readonly inside: Region | undefined } | undefined,
  output: Output,
): void {
  for (const { host, action, old, new: held } of changes) {
    const what = { added: "added", replaced: "replaced", unchanged: "already set" }[action];
    const name = shownCredential(held);
    const names = action === "replaced" && old ? `${shownCredential(old)} with ${name}` : name;
    output.note(`${printable(host)}: ${what} (${printable(names)})`);
  }
  if (written === undefined) return;
  const { file, inside } = written;
  if (inside !== undefined) {
    output.note(`${printable(shownPath(file))} is ready. Nodes get it when its tool writes the file again.`);
    output.note("Then restart k3s or RKE2 there; the file is read only at startup.");
    return;
  }
  output.note(`${printable(shownPath(file))} is ready. Copy it to every node that pulls images:`);
  for (const { product, commands } of nextSteps) output.note(`  ${product}: ${commands[0] ?? ""}`);
  output.note("Then restart k3s or RKE2 there; the file is read only at startup.");
}
