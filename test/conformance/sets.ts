import { fileURLToPath } from "node:url";
import { inputs as endpoints } from "./endpoint/inputs.ts";
import { inputs as strings } from "./hcl/inputs.ts";
import { inputs as texts } from "./inputs.ts";
import { inputs as k3dConfigs } from "./k3d/inputs.ts";
import { inputs as pulls } from "./pull/inputs.ts";
import { inputs as expressions } from "./regexp/inputs.ts";

/** Inputs for one Go program of this module, and where its answers are written down. */
export interface ConformanceSet {
  /** What answers, as a message names it. */
  readonly reader: string;
  /** The folder of the Go program; it reads JSON objects, one a line, and writes them with its answer added. */
  readonly folder: string;
  readonly vectors: string;
  readonly lines: readonly string[];
}

/** @param folder relative to this one; `vectors.jsonl` stands in it */
function conformanceSet(reader: string, folder: string, inputs: readonly object[]): ConformanceSet {
  return {
    reader,
    folder: fileURLToPath(new URL(folder, import.meta.url)),
    vectors: fileURLToPath(new URL(`${folder}vectors.jsonl`, import.meta.url)),
    lines: inputs.map((input) => JSON.stringify(input)),
  };
}

/** All that is recorded by `npm run conformance:record`. */
export const sets: readonly ConformanceSet[] = [
  conformanceSet(
    "k3s' own reader",
    "./",
    texts.map(({ name, input }) =>
      typeof input === "string" ? { name, input } : { name, inputBase64: Buffer.from(input).toString("base64") },
    ),
  ),
  conformanceSet(
    "Go's URL parser with k3s' rules for endpoints",
    "./endpoint/",
    endpoints.map((endpoint) => ({ endpoint })),
  ),
  conformanceSet("Go's regular expressions", "./regexp/", expressions),
  conformanceSet("containerd's own resolver", "./pull/", pulls),
  conformanceSet("HCL's own library", "./hcl/", strings),
  conformanceSet("the libraries that k3d reads with", "./k3d/", k3dConfigs),
];
