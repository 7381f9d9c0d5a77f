import { fieldOf, pairOf, stringOf } from "../yaml/otherYaml.ts";
import { readerAt } from "./nodePath.ts";
import type { CarriedText, YamlCarrier } from "./yamlScan.ts";

/** An entry that says which file is written, and what is in it: cloud-init, Kairos, Butane, Cluster API. */
export const writtenFiles: YamlCarrier = {
  mark: /rancher\/(?:k3s|rke2)\/registries\.ya?ml/,
  *textsIn({ map, path }) {
    const target = pairOf(map, "path");
    const reader = readerAt(stringOf(target?.value) ?? "");
    const content = pairOf(map, "content");
    if (target?.value === undefined || reader === undefined || content?.value?.kind !== "scalar") return;
    const mode = fieldOf(map, "permissions");
    const encoding = stringOf(fieldOf(map, "encoding")) ?? "";
    const coded = /^gz/.test(encoding) ? "gzip" : /^(?:b64|base64)$/.test(encoding) ? "base64" : undefined;
    const text: CarriedText = {
      carrier: path.includes("stages") ? "kairos" : "cloud-init",
      reader,
      node: content.value,
      path: ["content"],
      facts: {
        at: { start: target.value.start, end: target.value.end },
        ...(mode?.kind === "scalar"
          ? { permissions: { start: mode.start, end: mode.end, text: mode.value, quoted: mode.style !== "plain" } }
          : {}),
      },
      ...(coded === undefined ? {} : { encoding: coded }),
    };
    yield text;
  },
};
