import { isDockerConfig } from "../../file/dockerConfigFile.ts";
import { knownKeys } from "../../file/format.ts";
import { hostProblem } from "../../hosts/registryHost.ts";
import type { Path, YamlDocument } from "../../yaml/document.ts";
import { canMove, type Operation } from "../../yaml/edit.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "auths is read but never used";

/** Source: docs/how-k3s-reads-it/keys.md#auths. */
export const deprecatedAuths: Rule = {
  id: "deprecated-auths",
  severity: "warning",
  fixes: true,
  check({ doc }) {
    const reports: Report[] = [];
    const value = doc.value(["auths"]);
    if (value.kind !== "map" || value.size === 0 || isDockerConfig(doc)) return reports;
    reports.push({
      at: ["auths"],
      part: "key",
      message:
        '"auths" has no effect: k3s does not pass it to containerd, so pulls go without these credentials. Move each entry to "configs", under "auth" of its host.',
      fixes: toConfigs(doc),
    });
    return reports;
  },
};

function toConfigs(doc: YamlDocument): readonly Fix[] {
  const moves: (readonly [Path, Path])[] = [];
  for (const { key, path, value } of doc.entries(["auths"])) {
    if (value.kind !== "map" || hostProblem(key) !== undefined || /^(?:index\.)?docker\.io$/.test(key)) return [];
    for (const field of doc.entries(path)) {
      if (!knownKeys.auth.includes(field.key) || field.value.kind !== "scalar") return [];
      moves.push([field.path, ["configs", key, "auth", field.key]]);
    }
  }
  const { start } = doc.span(["auths"], "key");
  const remark = /^[ \t]*#/m.test(doc.text.slice(start, doc.span(["auths"]).end));
  if (remark || moves.length === 0 || !moves.every(([from, to]) => canMove(doc, from, to))) return [];
  const operations = moves.map(([move, to]): Operation => ({ move, to }));
  return [{ title: "Move to configs", safe: true, operations }];
}
