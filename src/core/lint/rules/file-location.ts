import type { FilePlace, Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/file.md. */
export const fileLocation: Rule = {
  id: "file-location",
  summary: "The file has a name, or lies in a place, that k3s does not read",
  severity: "warning",
  check({ doc, mirrors, configs }, { place, target }) {
    const reports: Report[] = [];
    if (target?.product === "k3d" || (mirrors.length === 0 && configs.length === 0)) return reports;
    const found = misplaced(place, target?.product);
    if (found) reports.push({ at: { start: 0, end: Math.max(0, doc.text.search(/[\r\n]|$/)) }, ...found });
    return reports;
  },
};

/** Folders of a node below its root, which may itself lie in a repository that copies it there. */
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
        message: `What lies in this folder is applied as Kubernetes manifests, and this file is none: the log says "Object 'Kind' is missing", and no mirror or credential is set. Move it to ${rightPath(folder)}.`,
      };
    if (!/\.ya?ml$/.test(name)) return undefined;
    return {
      severity: "information",
      message: `The file lies in the data folder, where it is not looked for unless private-registry names this path. Move it to ${rightPath(folder)}.`,
    };
  }
  const node = ofNode.exec(path);
  if (node && /(?:^|\/)etc\/etc\/rancher\//.test(path))
    return { message: `This path has etc twice, so the file is not read. Move it to ${rightPath(node[1] ?? "k3s")}.` };
  const [, folder = "k3s", file = name] = node ?? [];
  if (node && file !== "registries.yaml" && !backup.test(file))
    return {
      message: `The file is named ${shown(file)}: ${folder === "rke2" ? "RKE2" : "k3s"} reads only ${rightPath(folder)} and logs nothing when it is not there. Rename it, or name this path as private-registry.`,
    };
  if (node && product !== undefined && folder !== product)
    return {
      message: `k3s does not read this folder; its file is ${rightPath(product)}. Move it there.`,
    };
  if (!node && name === "registries.yml")
    return {
      message: `The file is named registries.yml: ${product === "rke2" ? "RKE2 reads" : product === "k3s" ? "k3s reads" : "k3s and RKE2 read"} only registries.yaml and log${product === undefined ? "" : "s"} nothing when it is not there. Rename it, or let what copies it to the node do so.`,
    };
  return undefined;
}

function shown(name: string): string {
  return name.length <= 64 ? name : "otherwise";
}
