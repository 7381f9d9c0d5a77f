import type { OtherScalar } from "../yaml/otherYaml.ts";
import { pairOf } from "../yaml/otherYaml.ts";
import { isKairos } from "./kairos.ts";
import { type WrittenFileForm, writtenFile, writtenFileMark } from "./writtenFile.ts";
import type { YamlCarrier } from "./yamlScan.ts";

const entry: WrittenFileForm = {
  carrier: "cloud-init",
  target: "path",
  content: ["content"],
  mode: "permissions",
  encodings: true,
};

/** An entry of `write_files`: https://github.com/canonical/cloud-init/blob/0167c1b/cloudinit/config/cc_write_files.py. */
const writeFiles: WrittenFileForm = { ...entry, modeOf, ownerOnly: '"0600"' };

/**
 * The `write_files` of cloud-init, and entries of other tools that look the same, such as k3OS. Of those, what happens to
 * permissions is not known.
 */
export const cloudInit: YamlCarrier = {
  mark: writtenFileMark,
  *textsIn(site) {
    const { path, root } = site;
    const isOwn = path.at(-2) === "write_files" && path.at(-3) !== "os" && pairOf(root, "k3os") === undefined;
    const text = writtenFile(site, site.map, isOwn && !isKairos(root) ? writeFiles : entry);
    if (text !== undefined) yield text;
  },
};

/** A number is taken as it is, as YAML 1.1 reads it; a string is read as octal, and what is neither is not used. */
function modeOf(permissions: OtherScalar | undefined): number | undefined {
  if (permissions === undefined) return 0o644;
  const { value, style } = permissions;
  if (/[^\w-]/.test(value)) return undefined;
  if (style === "plain" && /^[1-9]\d{0,8}$/.test(value)) return Number(value);
  return /^(?:0o)?[0-7]{1,6}$/.test(value) ? Number.parseInt(value.replace(/^0o/, ""), 8) : 0o644;
}
