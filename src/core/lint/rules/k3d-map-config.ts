import type { Rule } from "../rule.ts";

export const summary = "registries.config of a k3d configuration is not a string";

/** Source: docs/embedded.md#k3d. */
export const k3dMapConfig: Rule = {
  id: "k3d-map-config",
  severity: "error",
  *checkRegion({ carrier, file, facts }) {
    const { notString } = facts;
    if (notString !== undefined)
      yield {
        at: { outer: facts.at },
        message: `k3d reads "registries.config" as a string, but it is ${notString}, so k3d stops with an error and creates no cluster. Write the content of registries.yaml below "config: |", or remove the key.`,
      };
    if (carrier !== "k3d" || facts.native !== true) return;
    const fixable = facts.asBlock !== undefined && file.reading.ok;
    yield {
      at: { outer: facts.at },
      message:
        'k3d reads "registries.config" as a string, but this is a map, so k3d stops with an error and creates no cluster. Write "config: |" above the lines.',
      fixes: fixable ? [{ title: 'Write "config: |"', safe: true, outer: facts.asBlock }] : [],
    };
  },
};
