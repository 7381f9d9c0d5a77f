import { createHash } from "node:crypto";
import { hostsFiles, type NodeOptions } from "../../../src/core/containerd/hostsFiles.ts";
import { hostsToml } from "../../../src/core/containerd/hostsToml.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { nodeAnswer as answerWith, march } from "./answerOf.ts";

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * What a healthy node answers that runs with a file, as the scripts print it.
 *
 * @param text its registries.yaml
 * @param options how it runs
 * @param changes members in the place of those of the healthy node
 */
export function nodeAnswer(text: string, options: NodeOptions = {}, changes: object = {}): object {
  const { reading } = openRegistries(text);
  const files = reading.ok ? hostsFiles(reading.registry, options).files : [];
  const certsd = files.map((file) => ({
    host: file.directory,
    sha256: sha256(hostsToml(file, "revealed", options.target?.product)),
    modified: march + 61,
    generated: true,
  }));
  const file = { sha256: sha256(text), mode: "600", modified: march };
  return answerWith({ file, certsd, ...changes });
}
