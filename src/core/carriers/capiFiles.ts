import { pairOf, stringOf } from "../yaml/otherYaml.ts";
import { type WrittenFileForm, writtenFile, writtenFileMark } from "./writtenFile.ts";
import type { YamlCarrier } from "./yamlScan.ts";

/** https://github.com/rancher/cluster-api-provider-rke2/blob/c8a3286/bootstrap/internal/cloudinit/cloudinit.go. */
const file: WrittenFileForm = {
  carrier: "capi-files",
  target: "path",
  content: ["content"],
  mode: "permissions",
  // A number is refused by the API server.
  modeOf: (permissions) =>
    permissions === undefined
      ? 0o644
      : permissions.style !== "plain" && /^[0-7]{3,4}$/.test(permissions.value)
        ? Number.parseInt(permissions.value, 8)
        : undefined,
  ownerOnly: '"0600"',
  encodings: true,
};

/** The `files` of the Cluster API's control planes and bootstrap configurations, which become `write_files` of cloud-init. */
export const capiFiles: YamlCarrier = {
  mark: writtenFileMark,
  *textsIn(site) {
    const { path, root, map } = site;
    if (path.at(-2) !== "files" || !/cluster\.x-k8s\.io\//.test(stringOf(pairOf(root, "apiVersion")?.value) ?? ""))
      return;
    const text = writtenFile(site, map, file);
    if (text !== undefined) yield text;
  },
};
