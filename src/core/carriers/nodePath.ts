/** The path of the file on a node; a tool may name it with another root. */
const nodePath = /(?:^|\/)rancher\/(k3s|rke2)\/registries\.ya?ml$/;

/** Which product reads the file at a path of a node; `undefined` if neither reads it. */
export function readerAt(path: string): "k3s" | "rke2" | undefined {
  return nodePath.exec(path.trim())?.[1] as "k3s" | "rke2" | undefined;
}
