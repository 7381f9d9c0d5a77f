import type { CarrierFile } from "../carriers/openCarrier.ts";
import type { FileRegion, Region } from "../carriers/region.ts";
import { writeRegion } from "../carriers/writeRegion.ts";
import type { Credential } from "../credentials/credential.ts";
import { carrierSecrets } from "../display/carrierSecrets.ts";
import { type Refusal, type Result, refuse } from "../text/result.ts";
import type { TextEdit } from "../text/span.ts";
import { type PreviewLine, previewText } from "./changePreview.ts";
import type { HostChange } from "./changes.ts";
import { type ConvertRequest, mergeCredentials } from "./convert.ts";
import { rotate } from "./rotate.ts";

/** A file that carries registries.yaml files, with new credentials in one of them. */
export interface RegionConversion {
  /** Edits of the whole file. They hold the secret. */
  readonly edits: readonly TextEdit[];
  /** The file afterwards. It contains the secret. */
  readonly carrier: CarrierFile;
  readonly changes: readonly HostChange[];
  /** Lines of the whole file, masked. */
  readonly preview: readonly PreviewLine[];
}

/**
 * Makes credentials those of registries in a registries.yaml inside another file, as `convert` does in a bare one. What is
 * written is escaped for the tool that reads the file, and read back: every byte outside of the region stays.
 *
 * @param index of the region
 * @returns one sentence on why it can't be done, and what to do instead, if the tool would hand something else to the node
 */
export function convertIntoRegion(
  carrier: CarrierFile,
  index: number,
  request: Omit<ConvertRequest, "existing" | "eol">,
): Result<RegionConversion> {
  const region = carrier.regions[index];
  if (region === undefined) return refuse(gone);
  const merged = mergeCredentials(region.file, request);
  if (!merged.ok) return shownRefusal(merged, region);
  return written(carrier, index, merged);
}

/** Replaces a Google key in a registries.yaml inside another file, as `rotate` does in a bare one. */
export function rotateInRegion(
  carrier: CarrierFile,
  index: number,
  credential: Credential,
): Result<RegionConversion & { readonly others: readonly string[] }> {
  const region = carrier.regions[index];
  if (region === undefined) return refuse(gone);
  const rotation = rotate(region.file, credential);
  if (!rotation.ok) return shownRefusal(rotation, region);
  const result = written(carrier, index, rotation);
  return result.ok ? { ...result, others: rotation.others } : result;
}

const gone = "This file no longer contains that registries.yaml. Nothing was changed: choose it again.";

function shownRefusal(refusal: Refusal, region: Region): Refusal {
  return refuse(region.shown(refusal.problem));
}

function written(
  carrier: CarrierFile,
  index: number,
  { edits, changes }: { readonly edits: readonly TextEdit[]; readonly changes: readonly HostChange[] },
): Result<RegionConversion> {
  if (edits.length === 0) return { ok: true, edits, carrier, changes, preview: [] };
  const region = carrier.regions[index];
  const result = writeRegion(carrier, index, edits);
  if (region === undefined) return refuse(gone);
  if (result === undefined) return refuse(whyNotWritten(region, edits));
  const preview = previewText(carrierSecrets(carrier), carrierSecrets(result.carrier));
  return { ok: true, edits: result.edits, carrier: result.carrier, changes, preview };
}

/** What tools give a meaning of their own, as people know it, and a text with it. */
const special: readonly (readonly [sign: string, sample: string])[] = [
  ["$", "$a"],
  ["`", "`a`"],
  ["\\", "\\a"],
  ["{{", "{{ a }}"],
  ["${", `$${"{a}"}`],
  ["%{", "%{ a }"],
  ["''", "''"],
];

/** True if a registries.yaml can be changed where it is, as far as its form goes: what is generated can only be read. */
export function isWritable(region: FileRegion): boolean {
  return canWrite(region, "a");
}

function canWrite(region: FileRegion, text: string): boolean {
  return region.outerEdits([{ start: 0, end: 0, text: `# ${text}\n` }]) !== undefined;
}

/** Says which sign of a new text the carrier can't hand on, or that it can be read only, and what to do instead. */
export function whyNotWritten(region: FileRegion & Partial<Pick<Region, "facts">>, edits: readonly TextEdit[]): string {
  if (region.facts?.translated)
    return "The tool makes this registries.yaml of other settings in this file. Nothing was changed: change those settings, or the Secret that they name.";
  if (!isWritable(region))
    return "This registries.yaml is written in a form that can't be changed for certain. Nothing was changed: write it as a block (|) with its own lines first.";
  const [sign] =
    special.find(([sign, sample]) => edits.some(({ text }) => text.includes(sign)) && !canWrite(region, sample)) ?? [];
  if (sign === undefined)
    return "The credential can't be written here so that the nodes get it unchanged. Nothing was changed: convert into a file of its own, and refer to that.";
  if (region.reader === "k3d")
    return `The credential contains "${sign}", which k3d replaces everywhere in this file and can't escape. Nothing was changed: convert into a file of its own, and pass that to k3d with --registry-config.`;
  return `The credential contains "${sign}", which the tool that reads this file would replace. Nothing was changed: convert into a file of its own, and refer to that.`;
}
