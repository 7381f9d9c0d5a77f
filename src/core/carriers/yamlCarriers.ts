import { k3d } from "./k3d.ts";
import { writtenFiles } from "./writtenFiles.ts";
import type { YamlCarrier } from "./yamlScan.ts";

/** The tools whose YAML files carry a registries.yaml. Of a text that two find, the first one tells what it is. */
export const yamlCarriers: readonly YamlCarrier[] = [k3d, writtenFiles];
