import { createHash } from "node:crypto";
import { hostsFiles, type NodeOptions } from "../../../src/core/containerd/hostsFiles.ts";
import { hostsToml } from "../../../src/core/containerd/hostsToml.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** 2026-03-14 09:12 UTC. */
export const march = 1_773_479_520;
/** 2026-11-29 20:00 UTC. */
export const november = 1_795_982_400;

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
  return {
    k3sRegistries: 1,
    node: "deploy@10.0.0.5",
    product: "k3s",
    unit: "k3s-agent",
    init: "systemd",
    path: "/etc/rancher/k3s/registries.yaml",
    file: { sha256: sha256(text), mode: "600", modified: march },
    started: march + 60,
    active: "active",
    version: "v1.33.4+k3s1",
    certsd: files.map((file) => ({
      host: file.directory,
      sha256: sha256(hostsToml(file, "revealed", options.target?.product)),
      modified: march + 61,
      generated: true,
    })),
    waiting: "",
    problem: "",
    ...changes,
  };
}
