import { ansible } from "./ansible.ts";
import { butane } from "./butane.ts";
import { capiFiles } from "./capiFiles.ts";
import { capiRke2 } from "./capiRke2.ts";
import { cloudInit } from "./cloudInit.ts";
import { compose } from "./compose.ts";
import { harvester } from "./harvester.ts";
import { k3d } from "./k3d.ts";
import { kairos } from "./kairos.ts";
import { hetznerK3s, kubernetes } from "./kubernetes.ts";
import { lablabs } from "./lablabs.ts";
import { rancher } from "./rancher.ts";
import { salt } from "./salt.ts";
import type { YamlCarrier } from "./yamlScan.ts";

/** The tools whose YAML files carry a registries.yaml. Of a text that two find, the first one tells what it is. */
export const yamlCarriers: readonly YamlCarrier[] = [
  k3d,
  kairos,
  butane,
  salt,
  capiFiles,
  ansible,
  lablabs,
  rancher,
  capiRke2,
  harvester,
  kubernetes,
  hetznerK3s,
  cloudInit,
  compose,
];
