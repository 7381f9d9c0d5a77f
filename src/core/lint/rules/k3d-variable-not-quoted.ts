import type { Field } from "../../file/file.ts";
import type { RegionReport, Rule } from "../rule.ts";

export const summary = "A variable in a credential of a k3d configuration is not quoted";

/** Source: docs/embedded.md#k3d. */
export const k3dVariableNotQuoted: Rule = {
  id: "k3d-variable-not-quoted",
  severity: "hint",
  *checkRegion({ carrier, file, text, expressions }) {
    if (carrier !== "k3d" || !expressions.some(({ dialect }) => dialect === "environment")) return;
    const { doc } = file;
    const report = ({ path, value }: Field, name: string): RegionReport | undefined => {
      const node = doc.node(path)?.node;
      if (value.kind !== "template" || node?.kind !== "scalar" || !node.implicit) return undefined;
      const inside = expressions.find(({ start, end }) => node.start <= start && end <= node.end);
      // A small letter may be one of the username, as in `robot$ci`: the rule k3d-dollar.
      if (inside?.dialect !== "environment" || !/^\$(?:\{[A-Za-z_]|[A-Z_])/.test(inside.source)) return undefined;
      return {
        at: path,
        message: `k3d puts the value of ${text.slice(inside.start, inside.end)} here before it reads the YAML, so a number, ": " or " #" changes the ${name}. Quote it.`,
        fixes: [
          {
            title: `Put the ${name} in single quotes`,
            safe: false,
            operations: [{ set: path, value: { quoted: text.slice(node.start, node.end) } }],
          },
        ],
      };
    };
    for (const { auth } of file.configs)
      for (const [field, name] of [
        [auth.username, "username"],
        [auth.password, "password"],
      ] as const) {
        const found = report(field, name);
        if (found) yield found;
      }
  },
};
