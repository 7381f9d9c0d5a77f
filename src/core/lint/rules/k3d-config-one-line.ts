import type { Rule } from "../rule.ts";

export const summary = "registries.config of a k3d configuration is on one line, so k3d reads it as a path";

/** Source: docs/embedded.md#k3d. */
export const k3dConfigOneLine: Rule = {
  id: "k3d-config-one-line",
  severity: "error",
  *checkRegion({ carrier, facts }) {
    if (carrier !== "k3d" || facts.oneLine !== true) return;
    yield {
      at: { outer: facts.at },
      message:
        'k3d reads a string without a line break as the path of a file, and stops because there is no such file. Write it below "config: |".',
      fixes:
        facts.asBlock === undefined ? [] : [{ title: 'Write it below "config: |"', safe: true, outer: facts.asBlock }],
    };
  },
};
