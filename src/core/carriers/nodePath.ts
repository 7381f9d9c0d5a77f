/** The path of the file on the nodes of a product; of its folders, k3s keeps no other registries.yaml. */
const nodePath = /(?:^|\/)rancher\/(k3s|rke2)\/registries\.ya?ml$/;

/** Which product reads the file at a path of a node; `undefined` if it is no registries.yaml. */
export function readerAt(path: string): "k3s" | "rke2" | undefined {
  return nodePath.exec(path.trim())?.[1] as "k3s" | "rke2" | undefined;
}
