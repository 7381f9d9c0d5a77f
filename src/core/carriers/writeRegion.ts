import { applyEdits, type TextEdit } from "../text/span.ts";
import { readOtherYaml } from "../yaml/otherYaml.ts";
import type { CarrierFile } from "./openCarrier.ts";
import { expressionPlaces } from "./placeholders.ts";
import type { Region } from "./region.ts";

/** A carrier file with a changed region, and the edits that changed it. */
export interface WrittenRegion {
  readonly carrier: CarrierFile;
  /** Edits of the text before. */
  readonly edits: readonly TextEdit[];
}

/**
 * Writes edits of a region into its file, and reads the file back.
 *
 * @param index of the region
 * @returns `undefined` if the carrier has no way to write it: what it would hand to the node then is not the edited text
 */
export function writeRegion(
  carrier: CarrierFile,
  index: number,
  edits: readonly TextEdit[],
): WrittenRegion | undefined {
  const region = carrier.regions[index];
  const written = region?.outerEdits(edits);
  if (region === undefined || written === undefined) return undefined;
  const changed = carrier.reopen(applyEdits(carrier.text, written));
  const arrived = changed.regions[index];
  const wanted = applyEdits(region.text, edits);
  const isSame =
    arrived !== undefined &&
    contentOf(arrived, arrived.text) === contentOf(region, wanted) &&
    // Spaces before the end mark of a here-document would be taken for more of the text by the shell.
    changed.text.endsWith(carrier.text.slice(endOf(region, carrier.text)));
  return isSame && changed.regions.length === carrier.regions.length ? { carrier: changed, edits: written } : undefined;
}

/** What arrives of a text. What a tool generates, it quotes as it likes. */
function contentOf(region: Region, text: string): string {
  // What was written as it is, and is an expression of the carrier there, looks the same as it is written.
  const places = expressionPlaces(text).trimEnd();
  if (!region.isGenerated) return `${region.written(text).trimEnd()}\0${places}`;
  return JSON.stringify(readOtherYaml(places).roots, (key, value: unknown) =>
    /^(?:start|end|style)$/.test(key) ? undefined : value,
  );
}

/** Where the text of a region ends, before its last line end. */
function endOf(region: Region, text: string): number {
  const { end } = region.outerSpan({ start: 0, end: region.text.length });
  return text[end - 1] === "\n" ? end - 1 : end;
}
