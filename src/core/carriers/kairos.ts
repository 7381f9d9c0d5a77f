import type { OtherNode, OtherScalar } from "../yaml/otherYaml.ts";
import { pairOf } from "../yaml/otherYaml.ts";
import type { WrongType } from "./region.ts";
import { asItem, spanOf, type WrittenFileForm, writtenFile, writtenFileMark } from "./writtenFile.ts";
import type { Site, YamlCarrier } from "./yamlScan.ts";

/** Kairos writes the files with yip: https://github.com/mudler/yip/blob/62df27a/pkg/plugins/files.go. */
const stageFile: WrittenFileForm = {
  carrier: "kairos",
  target: "path",
  content: ["content"],
  mode: "permissions",
  modeOf: (permissions) => numberOf(permissions, 0),
  ownerOnly: "0600",
  encodings: true,
};

/** There, permissions are octal in quotes or not: https://github.com/mudler/yip/blob/62df27a/pkg/schema/loader_cloudinit.go. */
const writeFiles: WrittenFileForm = {
  ...stageFile,
  ownerOnly: '"0600"',
  modeOf: (permissions) =>
    permissions === undefined
      ? 0
      : /^[0-7]{1,6}$/.test(permissions.value)
        ? Number.parseInt(permissions.value, 8)
        : undefined,
};

/** The stages of Kairos, and its `write_files`: https://kairos.io/docs/reference/configuration/. */
export const kairos: YamlCarrier = {
  mark: writtenFileMark,
  *textsIn(site) {
    const { path, root, map } = site;
    const inStages = path[0] === "stages" && (path.at(-2) === "files" || path.at(-1) === "files");
    // The root can have thousands of keys, and is asked last.
    if ((!inStages && path.at(-2) !== "write_files") || !isKairos(root)) return;
    const text = writtenFile(site, map, inStages ? stageFile : writeFiles, inStages ? wrongTypes(site) : []);
    if (text !== undefined) yield text;
  },
};

/** True if the root of a document has keys of Kairos, which cloud-init does not know. */
export function isKairos(root: OtherNode): boolean {
  return ["stages", "k3s", "k3s-agent", "p2p", "install", "kairos"].some(
    (key) => pairOf(root, key)?.value?.kind === "map",
  );
}

/** As yaml.v3 reads an integer: https://github.com/go-yaml/yaml/blob/v3.0.1/resolve.go. */
export function numberOf(scalar: OtherScalar | undefined, missing: number): number | undefined {
  if (scalar === undefined) return missing;
  if (scalar.style !== "plain") return undefined;
  if (/^0o?[0-7]{1,8}$/.test(scalar.value)) return Number.parseInt(scalar.value.replace(/^0o/, ""), 8);
  return /^(?:0|[1-9]\d{0,8})$/.test(scalar.value) ? Number(scalar.value) : undefined;
}

/** What yip can't unmarshal: https://github.com/mudler/yip/blob/62df27a/pkg/schema/schema.go. */
function wrongTypes({ map, path, root, scope }: Site): readonly WrongType[] {
  const wrong: WrongType[] = [];
  for (const key of ["permissions", "owner", "group"]) {
    const pair = pairOf(map, key);
    const value = pair?.value;
    // What a template puts there is not known.
    if (value?.kind !== "scalar" || !/^[\w:-]{1,64}$/.test(value.value)) continue;
    if (value.style === "plain" && /^(?:0|[+-]?\d[\d_]*|0[xob][\da-fA-F_]+)$/.test(value.value)) continue;
    const isNumber = /^\d{1,6}$/.test(value.value);
    const edit = { ...spanOf(value), text: value.value };
    wrong.push({ problem: "not-number", key, at: spanOf(value), ...(isNumber ? { fix: [edit] } : {}) });
  }
  if (path.at(-1) === "files") wrong.push(notList("files", map, scope.text));
  const stages = pairOf(root, "stages")?.value;
  const stage = pairOf(stages, String(path[1]));
  if (stage?.value?.kind === "map") wrong.push({ ...notList(String(path[1]), stage.value, scope.text) });
  return wrong;
}

function notList(key: string, value: OtherNode & { readonly kind: "map" }, text: string): WrongType {
  const fix = asItem(text, value);
  const first = value.pairs[0]?.key ?? value;
  return { problem: "not-list", key, at: spanOf(first), ...(fix && { fix }) };
}
