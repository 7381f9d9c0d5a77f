import type { Product } from "../../file/release.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "The file changed, but nodes read it only at startup";

/** Source: docs/how-k3s-reads-it/file.md#restart. */
export const restartAfterChange: Rule = {
  id: "restart-after-change",
  severity: "information",
  check({ doc, mirrors, configs }, { place, target }) {
    const reports: Report[] = [];
    if (place?.saved !== true) return reports;
    const first = mirrors[0] ?? configs[0];
    if (!first) return reports;
    const [root] = doc.entries([]);
    const at = root?.path ?? first.path;
    const product = target?.product ?? productOf(place.path);
    reports.push({ at, part: "key", message: messages[product ?? "any"] });
    return reports;
  },
};

function productOf(path = ""): Product | undefined {
  const folder = /(?:^|\/)etc\/rancher\/(k3s|rke2)\//.exec(path)?.[1];
  return folder === "k3s" || folder === "rke2" ? folder : undefined;
}

const onNodes = (k3s: string, restarts: string): string =>
  `The file was saved, but ${k3s} only at startup. Put it on every node, then run ${restarts}; running pods are not affected.`;
const k3s = "systemctl restart k3s on servers and systemctl restart k3s-agent on agents";

const messages: Readonly<Record<Product | "any", string>> = {
  k3s: onNodes("k3s reads it", k3s),
  rke2: onNodes("RKE2 reads it", "systemctl restart rke2-server on servers and systemctl restart rke2-agent on agents"),
  k3d: 'The file was saved, but k3d reads it only when it creates a cluster. Create the cluster again with "--registry-config".',
  any: onNodes("k3s and RKE2 read it", `${k3s} (RKE2: rke2-server and rke2-agent)`),
};
