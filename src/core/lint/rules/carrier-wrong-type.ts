import type { Region, WrongType } from "../../carriers/region.ts";
import type { SchemaFault } from "../../carriers/schemaFault.ts";
import type { RegionReport, Rule } from "../rule.ts";

export const summary = "The tool that writes the file expects another type here, and does not write it";

/** Source: docs/embedded.md#kairos, docs/embedded.md#cloud-init, docs/embedded.md#rancher. */
export const carrierWrongType: Rule = {
  id: "carrier-wrong-type",
  severity: "error",
  *checkRegion(region) {
    const { carrier, facts } = region;
    for (const wrong of facts.wrongTypes ?? []) yield wrongType(wrong);
    for (const fault of facts.translated ?? []) if (fault.kind === "encoding") yield encodingReport(fault);
    if (carrier !== "k3d" && facts.native === true && isString(region)) yield stringReport(region);
  },
};

const tools: Partial<Record<Region["carrier"], string>> = {
  "cloud-init": "cloud-init",
  kairos: "Kairos",
  butane: "Butane",
  "capi-files": "The Kubernetes API",
};

/** True if the carrier takes a string alone; those of other tools may well be maps. */
function isString({ carrier }: Region): boolean {
  return tools[carrier] !== undefined;
}

function stringReport({ carrier, facts }: Region): RegionReport {
  const key = carrier === "butane" ? "inline" : "content";
  const fix = { title: `Write it below "${key}: |"`, safe: true };
  return {
    at: { outer: facts.at },
    message: `${tools[carrier]} expects a string in "${key}", not a map, so it writes no file. Write "${key}: |".`,
    ...(facts.asBlock && { fixes: [{ ...fix, outer: facts.asBlock }] }),
  };
}

function encodingReport({ field, wanted, fix, start, end }: SchemaFault & { readonly kind: "encoding" }): RegionReport {
  const message =
    wanted === "base64"
      ? `Rancher expects base64 in "${field}", so the Kubernetes API refuses this value. Encode the certificate in base64.`
      : `The rancher2 provider encodes "${field}" itself, so the node gets base64 instead of a certificate. Pass the PEM.`;
  const title = wanted === "base64" ? "Encode it in base64" : "Pass the PEM";
  return { at: { outer: { start, end } }, message, ...(fix && { fixes: [{ title, safe: true, outer: fix }] }) };
}

function wrongType({ problem, key, at, fix }: WrongType): RegionReport {
  if (problem === "unknown-encoding")
    return {
      at: { outer: at },
      message:
        'cloud-init does not know this encoding and writes the base64 as it is, so k3s can\'t read the file. Write "b64".',
      ...(fix && { fixes: [{ title: "Write b64", safe: true, outer: fix }] }),
    };
  if (problem === "not-list")
    return {
      at: { outer: at },
      message: `Kairos expects a list below "${key}", not a map, so it reads no stage of this document and writes no file. Put a dash before the first key.`,
      ...(fix && { fixes: [{ title: "Make it a list item", safe: true, outer: fix }] }),
    };
  const way = fix
    ? "Remove the quotes."
    : `Write the number${key === "permissions" ? ", such as 0600" : " of the ID"}.`;
  return {
    at: { outer: at },
    message: `Kairos expects a number in "${key}", not a string, so it reads no stage of this document and writes no file. ${way}`,
    ...(fix && { fixes: [{ title: "Remove the quotes", safe: true, outer: fix }] }),
  };
}
