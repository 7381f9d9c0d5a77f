import type { FilePlace, Report, Rule } from "../rule.ts";

export const summary = "The file has a name or location that k3s does not read";

/** Source: docs/how-k3s-reads-it/file.md. */
export const fileLocation: Rule = {
  id: "file-location",
  severity: "warning",
  check({ mirrors, configs }, { place, target }) {
    const reports: Report[] = [];
    if (target?.product === "k3d" || (mirrors.length === 0 && configs.length === 0)) return reports;
    const found = misplaced(place, target?.product);
    if (found) reports.push({ at: [], ...found });
    return reports;
  },
};

/** The folders of a node, also below another root, such as a repository that is copied to the node. */
const ofNode = /(?:^|\/)etc\/rancher\/(k3s|rke2)\/([^/]+)$/;
const backup = /^registries\.yaml./;

function misplaced(place: FilePlace | undefined, product: "k3s" | "rke2" | undefined): Omit<Report, "at"> | undefined {
  const path = place?.path;
  if (path === undefined) return undefined;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const rightPath = (folder: string): string => `/etc/rancher/${folder}/registries.yaml`;
  const data = /(?:^|\/)var\/lib\/rancher\/(k3s|rke2)\/(.*)$/.exec(path);
  if (data) {
    const [, folder = "k3s", rest = ""] = data;
    if (/^(?:server\/)?manifests\//.test(rest))
      return {
        message: `Files here are applied as Kubernetes manifests, so this one fails with "Object 'Kind' is missing". Move it to "${rightPath(folder)}".`,
      };
    if (!/\.ya?ml$/.test(name)) return undefined;
    return {
      severity: "information",
      message: `This file is in the data folder, where k3s reads it only if "private-registry" names its path. Move it to "${rightPath(folder)}".`,
    };
  }
  const node = ofNode.exec(path);
  if (node && /(?:^|\/)etc\/etc\/rancher\//.test(path))
    return {
      message: `This path contains "etc" twice, so k3s does not read the file. Move it to "${rightPath(node[1] ?? "k3s")}".`,
    };
  const [, folder = "k3s", file = name] = node ?? [];
  if (node && file !== "registries.yaml" && !backup.test(file))
    return {
      message: `The file is named ${shown(file)}, but ${folder === "rke2" ? "RKE2" : "k3s"} reads only "${rightPath(folder)}" and logs nothing if that is missing. Rename it, or set "private-registry" to this path.`,
    };
  if (node && product !== undefined && folder !== product)
    return {
      message: `k3s does not read this folder. Move the file to "${rightPath(product)}".`,
    };
  if (!node && name === "registries.yml")
    return {
      message:
        'The file is named "registries.yml", but k3s and RKE2 read only "registries.yaml" and log nothing if that is missing. Rename it here or where it is copied to the node.',
    };
  return undefined;
}

function shown(name: string): string {
  return name.length <= 64 ? `"${name}"` : "differently";
}
