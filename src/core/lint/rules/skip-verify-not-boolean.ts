import type { HostConfig } from "../../file/file.ts";
import { booleanMeant } from "../../file/tls.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import { plainType } from "../../yaml/resolve.ts";
import type { Fix, Report, Rule } from "../rule.ts";
import { wrongTypeEffect } from "../wrongTypeEffect.ts";

export const summary = "insecure_skip_verify is not true or false";

/** Source: docs/how-k3s-reads-it/yaml.md#booleans. */
export const skipVerifyNotBoolean: Rule = {
  id: "skip-verify-not-boolean",
  severity: "error",
  fixes: true,
  check({ doc, configs }, { rewrittenByAnsible }) {
    const reports: Report[] = [];
    for (const config of configs) {
      const report = notBoolean(doc, config);
      // Ansible writes "true" for what it reads as true.
      if (report && !(rewrittenByAnsible && report.severity === "information")) reports.push(report);
    }
    return reports;
  },
};

function notBoolean(doc: YamlDocument, { host, tls }: HostConfig): Report | undefined {
  const { value } = tls.skipVerify;
  if (value.kind === "missing") return undefined;
  const { path } = tls.skipVerify;
  const refused = `"insecure_skip_verify" of "${host}" is not a boolean, so ${wrongTypeEffect(path)}. Write true or false without quotes.`;
  if (value.kind === "map" || value.kind === "list") return { at: path, message: refused };
  if (value.kind !== "scalar" || doc.properties(path).tag !== undefined) return undefined;
  const meant = booleanMeant(value.text);
  const fixes: readonly Fix[] =
    meant === undefined
      ? []
      : [{ title: `Write ${meant}`, safe: true, operations: [{ overwrite: path, value: meant }] }];
  if (value.style !== "plain" || plainType(value.text) !== "!!bool") return { at: path, message: refused, fixes };
  if (/^(?:true|false)$/i.test(value.text)) return undefined;
  return {
    at: path,
    severity: "information",
    message: `k3s reads "${value.text}" as ${meant} (YAML 1.1), but tools with YAML 1.2 read it as a string. Write ${meant}.`,
    fixes,
  };
}
