import { pairOf, stringOf } from "../yaml/otherYaml.ts";
import { numberOf } from "./kairos.ts";
import { type WrittenFileForm, writtenFile, writtenFileMark } from "./writtenFile.ts";
import type { YamlCarrier } from "./yamlScan.ts";

const file: WrittenFileForm = {
  carrier: "butane",
  target: "path",
  content: ["contents", "inline"],
  mode: "mode",
  modeOf: (mode) => numberOf(mode, 0o644),
  ownerOnly: "0600",
};

/** The `storage.files` of Butane: https://coreos.github.io/butane/config-fcos-v1_5/. */
export const butane: YamlCarrier = {
  mark: writtenFileMark,
  *textsIn(site) {
    const { path, root, map } = site;
    if (path.at(-2) !== "files" || stringOf(pairOf(root, "variant")?.value) === undefined) return;
    const text = writtenFile(site, map, file);
    if (text !== undefined) yield text;
  },
};
