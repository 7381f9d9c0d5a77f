import { createHash } from "node:crypto";
import { readNodeList } from "../../src/core/deploy/nodeList.ts";
import { carriedText, checkScript, type ScriptOptions, sshScript } from "../../src/core/deploy/sshScript.ts";
import type { TestNode } from "./sshd.ts";

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A node as the list has it: with the role that its unit has, unless another is given. */
export function line(node: TestNode, role?: "server" | "agent" | ""): string {
  return `${node.name} ${role ?? (/agent/.test(node.unit) ? "agent" : "server")}`;
}

function nodesOf(nodes: readonly (TestNode | string)[]) {
  const list = readNodeList(nodes.map((node) => (typeof node === "string" ? node : line(node))).join("\n"));
  if (!list.ok) throw new Error(list.problem);
  return list.nodes;
}

export interface Made extends ScriptOptions {
  readonly product?: "k3s" | "rke2";
  /** True to put the text into the script. */
  readonly carried?: boolean;
}

/** A deploying script for nodes, with a time limit of one second. */
export function scriptFor(
  nodes: readonly (TestNode | string)[],
  text: string,
  { product = "k3s", carried = false, ...options }: Made = {},
): string {
  const made = sshScript({
    sha256: sha256(carried ? carriedText(text) : text),
    ...(carried && { text }),
    nodes: nodesOf(nodes),
    product,
    options: { timeout: 1, ...options },
  });
  if (!made.ok) throw new Error(made.problem);
  return made.text;
}

/** The script that only asks. */
export function askingScript(
  nodes: readonly (TestNode | string)[],
  product: "k3s" | "rke2" = "k3s",
  options: ScriptOptions = {},
): string {
  return checkScript({ nodes: nodesOf(nodes), product, options });
}
