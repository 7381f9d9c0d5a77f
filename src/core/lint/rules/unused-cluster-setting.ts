import type { Region } from "../../carriers/region.ts";
import type { SchemaFault } from "../../carriers/schemaFault.ts";
import type { RegionReport, Rule } from "../rule.ts";

export const summary = "Rancher, Harvester, Cluster API or a role of Ansible does not write this setting to the nodes";

/** Source: docs/embedded.md#rancher, docs/embedded.md#harvester, docs/embedded.md#ansible. */
export const unusedClusterSetting: Rule = {
  id: "unused-cluster-setting",
  severity: "error",
  *checkRegion({ carrier, facts }) {
    for (const fault of facts.translated ?? []) {
      const report = reportOf(tools[carrier] ?? "Rancher", fault);
      if (report) yield report;
    }
  },
};

const tools: Partial<Record<Region["carrier"], string>> = {
  "capi-rke2": "The RKE2 provider of Cluster API",
  harvester: "Harvester",
  ansible: "The role lablabs.rke2",
};

function reportOf(tool: string, fault: SchemaFault): RegionReport | undefined {
  const at = { outer: { start: fault.start, end: fault.end } };
  switch (fault.kind) {
    case "unknown field":
      return {
        at,
        message: `${tool} has no field "${fault.field}" under "${fault.section}", so it has no effect. ${fault.instead}`,
        unused: true,
        fixes: fault.fix ? [{ title: "Rename to endpoint", safe: true, outer: fault.fix }] : [],
      };
    case "not written":
      return {
        at,
        severity: "warning",
        message: `${tool} does not hand "${fault.field}" on to the nodes, so it has no effect. ${fault.instead}`,
        unused: true,
      };
    case "one of several":
      return {
        at,
        message: `${tool} writes only one of these ${fault.hosts} entries to the nodes, at random. Write the file with "files" instead.`,
      };
    case "secret not found":
      return {
        at,
        message:
          fault.missing === "namespace"
            ? `${tool} finds no Secret without its namespace, and creates no machine. Add "namespace" to "${fault.field}".`
            : `${tool} looks for a Secret here even for "insecureSkipVerify" alone, finds none and creates no machine. Name one in "${fault.field}".`,
      };
    case "not a list":
      return {
        at,
        message: `${tool} expects a list in "${fault.field}", and makes an endpoint of each character of this string. Put it in brackets.`,
        fixes: [
          {
            title: "Convert to a list",
            safe: true,
            outer: [
              { start: fault.start, end: fault.start, text: "[" },
              { start: fault.end, end: fault.end, text: "]" },
            ],
          },
        ],
      };
    case "not JSON":
      return {
        at,
        message: `${tool} expects JSON here, so nothing changes on the nodes. Write JSON.`,
      };
    default:
      return undefined;
  }
}
