import type { SchemaFault } from "../../carriers/schemaFault.ts";
import type { RegionReport, Rule } from "../rule.ts";

/** Source: docs/embedded.md#rancher. */
export const unusedClusterSetting: Rule = {
  id: "unused-cluster-setting",
  summary: "Rancher or Cluster API does not write this setting to the nodes",
  severity: "error",
  *checkRegion({ carrier, facts }) {
    const tool = carrier === "rancher" ? "Rancher" : "The RKE2 provider of Cluster API";
    for (const fault of facts.translated ?? []) yield report(tool, fault);
  },
};

function report(tool: string, fault: SchemaFault): RegionReport {
  const at = { outer: { start: fault.start, end: fault.end } };
  if (fault.kind === "one of several")
    return {
      at,
      message: `${tool} writes only one of these ${fault.hosts} entries to the nodes, and which one is random. Write the file with "files" instead.`,
    };
  return {
    at,
    message: `${tool} has no field "${fault.field}" under "${fault.section}", so it has no effect. ${fault.instead}`,
    unused: true,
  };
}
