import { type ClusterTool, clusterKeys } from "../../file/clusterKeys.ts";
import { type ClusterResource, clusterResource, toolOf } from "../../file/clusterResource.ts";
import { intendedKey } from "../../file/keyNames.ts";
import { isLeftAlone, quotedKeyFirst } from "../../file/misplacedKeys.ts";
import { listed } from "../../text/listed.ts";
import type { Entry, Path, YamlDocument } from "../../yaml/document.ts";
import { canMove } from "../../yaml/edit.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** What to write instead of each of the keys. */
const instead: Readonly<Record<string, string>> = {
  authConfigSecretName: '"username" and "password" under "auth"',
  tlsSecretName: '"cert_file" and "key_file" under "tls"',
  caBundle: '"ca_file" under "tls"',
  insecureSkipVerify: '"insecure_skip_verify" under "tls"',
  authSecret: '"username" and "password" under "auth"',
  tlsConfigSecret: '"ca_file", "cert_file" and "key_file" under "tls"',
};

const resources: Readonly<Record<ClusterTool, string>> = {
  rancher: "Rancher's cluster resource",
  "cluster-api": "the RKE2 control plane of Cluster API",
};

export const summary = "A key belongs to a Rancher or Cluster API cluster resource";

/** Sources: those of `clusterKeys`. */
export const rancherClusterSyntax: Rule = {
  id: "rancher-cluster-syntax",
  severity: "error",
  fixes: true,
  check({ doc, unknown, configs }) {
    const reports: Report[] = [];
    for (const entry of unknown) {
      const resource = isLeftAlone(doc, entry) ? undefined : clusterResource(doc, entry);
      if (resource) reports.push(wholeResource(doc, entry, resource));
    }
    for (const { host, path, unknown, auth, tls } of configs) {
      const found = [
        ...clusterEntries(unknown),
        ...clusterEntries(auth.unknown),
        // There insecureSkipVerify is only another spelling.
        ...clusterEntries(tls.unknown).filter(({ key }) => intendedKey("tls", key) === undefined),
      ];
      const [first, ...rest] = found;
      if (!first) continue;
      const names = found.map(({ key }) => key);
      const many = names.length > 1;
      reports.push({
        at: first.path,
        part: "key",
        message: `${listed(names.map((name) => `"${name}"`))} of "${host}" ${many ? "belong" : "belongs"} to ${resources[toolOf(found) ?? "rancher"]}. In registries.yaml k3s ignores ${many ? "them" : "it"}: write ${substitutes(found)} instead.`,
        related: rest.map(({ path: at, key }) => ({ at, message: `"${key}" is another one` })),
        fixes: found.length === 1 && first.path.length === path.length + 1 ? skipVerify(doc, first, tls.path) : [],
      });
    }
    return reports;
  },
};

/** A wrapper around `mirrors` and `configs`. With keys of the tool, the lines would still do nothing where they belong. */
function wholeResource(doc: YamlDocument, { key, path }: Entry, { tool, sections, keys }: ClusterResource): Report {
  const names = sections.map((section) => section.key);
  const write = keys.length === 0 ? "" : `, and write ${substitutes(keys)}`;
  const movable = keys.length === 0 && sections.every((section) => canMove(doc, section.path, [section.key]));
  return {
    at: path,
    part: "key",
    message: `${quotedKeyFirst(key)} is part of ${resources[tool]}. In registries.yaml k3s ignores it and everything under it: move ${listed(names.map((name) => `"${name}"`))} to the top level${write}.`,
    related: keys.map(({ path: at, key: name }) => ({ at, message: `k3s ignores "${name}"` })),
    fixes: movable
      ? [
          {
            title: "Move to the top level",
            safe: true,
            operations: sections.map((section) => ({ move: section.path, to: [section.key] })),
          },
        ]
      : [],
  };
}

function substitutes(keys: readonly Entry[]): string {
  return listed([...new Set(keys.map(({ key }) => instead[key] ?? ""))]);
}

function clusterEntries(unknown: readonly Entry[]): readonly Entry[] {
  return unknown.filter(({ key }) => clusterKeys.has(key));
}

/** Returns the fix for the one key that registries.yaml has under another name, at another level. */
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
