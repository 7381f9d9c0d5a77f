import { gunzipSync } from "node:zlib";
import { type CarrierFile, openCarrier } from "../core/carriers/openCarrier.ts";
import { kindOf } from "../core/carriers/yamlScan.ts";
import { carrierSecrets } from "../core/display/carrierSecrets.ts";
import type { Finding } from "../core/lint/lint.ts";
import { fixCarrier, lintCarrier } from "../core/lint/lintCarrier.ts";
import type { LintSettings } from "../core/lint/rule.ts";
import { maxFileSize } from "../core/text/limits.ts";
import type { CheckedFile } from "./checkedFile.ts";
import type { ShownRegion } from "./format/format.ts";

/**
 * Finds the registries.yaml files that a file carries.
 *
 * @param path its path or name, with `/`; empty for standard input without a name, whose text then says what it is
 */
export function carrierFile(path: string, text: string): CarrierFile {
  const named = path === "" && kindOf(text) === "yaml" ? "stdin.yaml" : path;
  return openCarrier(named, text, { gunzip });
}

/** The text of gzip; a small file may unpack to more than any memory takes. */
function gunzip(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxFileSize });
  } catch {
    return undefined;
  }
}

/** Checks the registries.yaml files that a file carries. Places are those of the whole file. */
export function checkedCarrier(carrier: CarrierFile, settings: LintSettings): CheckedFile {
  const { before, after, fixed, text } = fixCarrier(lintCarrier(carrier, settings));
  const regions = new Map<Finding, ShownRegion>();
  for (const linted of [before, after])
    for (const finding of linted.findings) {
      const region = linted.carrier.regions[finding.region];
      if (region !== undefined) regions.set(finding, { carrier: region.carrier, name: region.name });
    }
  const secrets = carrierSecrets(before.carrier);
  return {
    found: before.findings,
    fixed,
    left: after.findings,
    text,
    before: secrets,
    after: after === before ? secrets : carrierSecrets(after.carrier),
    regionOf: (finding) => regions.get(finding),
  };
}
