import { k3dString } from "../../file/k3dDecode.ts";
import type { Path } from "../../yaml/document.ts";
import { nulls, plainType } from "../../yaml/resolve.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "k3d passes on another value than the one that is written";

/** Source: docs/how-k3s-reads-it/other-readers.md#k3d. */
export const k3dValueChanged: Rule = {
  id: "k3d-value-changed",
  severity: "error",
  fixes: true,
  check({ doc, mirrors, configs }, { target }) {
    if (target?.product !== "k3d") return [];
    const reports: Report[] = [];
    const add = (at: Path, name: string, effect: string): void => {
      const node = doc.node(at)?.node;
      // A tag is there on purpose, and nothing is nothing for both.
      if (node?.kind !== "scalar" || !node.implicit || node.tag !== undefined || nulls.has(node.value)) return;
      if (doc.value(at).kind === "template" || k3dString(node) === node.value) return;
      const type = plainType(node.value) === "!!bool" ? "true or false" : "a number";
      reports.push({
        at,
        message: `k3d reads this ${name} as ${type} and writes it in another form for the nodes, so ${effect}. Quote it.`,
        fixes: [{ title: `Quote the ${name}`, safe: true, operations: [{ set: at, value: { quoted: node.value } }] }],
      });
    };
    for (const { rewrites } of mirrors)
      for (const { path } of rewrites) add(path, "replacement", "the request is for another image");
    for (const { auth } of configs)
      for (const [name, { path }] of [
        ["username", auth.username],
        ["password", auth.password],
        ["auth value", auth.encoded],
        ["identity token", auth.identityToken],
      ] as const)
        add(path, name, "the registry rejects the login");
    return reports;
  },
};
