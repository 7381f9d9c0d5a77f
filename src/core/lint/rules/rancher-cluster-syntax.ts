import { intendedKey, rancherKeys } from "../../registries/schema.ts";
import type { Entry, Path, YamlDocument } from "../../yaml/document.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** What to write instead of each of Rancher's keys. */
const instead: Readonly<Record<string, string>> = {
  authConfigSecretName: "username and password under auth:",
  tlsSecretName: "cert_file and key_file under tls:",
  caBundle: "ca_file under tls:",
  insecureSkipVerify: "insecure_skip_verify under tls:",
};

/** Source: reference §7.5 (`rancher: pkg/apis/rke.cattle.io/v1/registries.go`). */
export const rancherClusterSyntax: Rule = {
  id: "rancher-cluster-syntax",
  summary: "A key belongs to Rancher's cluster resource, not to registries.yaml",
  severity: "error",
  check({ doc, configs }) {
    const reports: Report[] = [];
    for (const { host, path, unknown, auth, tls } of configs) {
      const found = [
        ...rancherEntries(unknown),
        ...rancherEntries(auth.unknown),
        // There insecureSkipVerify is only another spelling.
        ...rancherEntries(tls.unknown).filter(({ key }) => intendedKey("tls", key) === undefined),
      ];
      const [first, ...rest] = found;
      if (!first) continue;
      const names = found.map(({ key }) => key);
      const many = names.length > 1;
      reports.push({
        at: first.path,
        part: "key",
        message: `${listed(names)} of ${host} ${many ? "belong" : "belongs"} to Rancher's cluster resource, and in registries.yaml k3s ignores ${many ? "them" : "it"}. Write ${listed(names.map((name) => instead[name] ?? ""))}.`,
        related: rest.map(({ path: at, key }) => ({ at, message: `${key} is one of them.` })),
        fixes: found.length === 1 && first.path.length === path.length + 1 ? skipVerify(doc, first, tls.path) : [],
      });
    }
    return reports;
  },
};

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function rancherEntries(unknown: readonly Entry[]): readonly Entry[] {
  return unknown.filter(({ key }) => rancherKeys.has(key));
}

/** The one of these keys that registries.yaml has under another name, at another level. */
function skipVerify(doc: YamlDocument, { key, path, value }: Entry, tls: Path): readonly Fix[] {
  const to = [...tls, "insecure_skip_verify"];
  if (key !== "insecureSkipVerify" || value.kind !== "scalar" || doc.value(to).kind !== "missing") return [];
  if (!/^(?:true|false)$/.test(value.text) || doc.commentAfter(path) !== undefined) return [];
  return [
    {
      title: "Write insecure_skip_verify under tls",
      safe: true,
      operations: [{ remove: path }, { set: to, value: value.text === "true" }],
    },
  ];
}
