import { fieldOf, type OtherMap, pairOf, stringOf } from "../yaml/otherYaml.ts";
import { type HostForm, mapAt, translateCluster } from "./clusterSettings.ts";
import type { SchemaFault } from "./schemaFault.ts";
import { spanOf } from "./writtenFile.ts";
import type { YamlCarrier } from "./yamlScan.ts";

/** Source: https://github.com/rancher/cluster-api-provider-rke2/blob/c8a3286/pkg/rke2/registries.go. */
const form: HostForm = {
  auth: "authSecret",
  files: { "tls.tlsConfigSecret": ["ca_file", "cert_file", "key_file"] },
  insecure: "tls.insecureSkipVerify",
  instead: (key) => (key === "tlsSecret" ? 'Write "tlsConfigSecret" under "tls".' : "Remove it."),
  faultsOf: severalHosts,
  faultsOfHost: secretsNotFound,
};

/** The provider creates the map again for each host, in random order, so only the last one is written. */
function severalHosts({ pairs }: OtherMap): readonly SchemaFault[] {
  const second = pairs[1];
  if (second === undefined) return [];
  return [{ kind: "one of several", hosts: pairs.length, ...spanOf(second.key) }];
}

/** The provider gets each Secret by its name and namespace, without a default, and creates no machine if there is none. */
function secretsNotFound(settings: OtherMap): readonly SchemaFault[] {
  const tls = pairOf(settings, "tls");
  const ofTls = pairOf(tls?.value, "tlsConfigSecret");
  const faults = [pairOf(settings, "authSecret"), ofTls].flatMap((pair): readonly SchemaFault[] =>
    pair?.value?.kind !== "map" || pair.value.pairs.length === 0 || pairOf(pair.value, "namespace") !== undefined
      ? []
      : [{ kind: "secret not found", field: stringOf(pair.key) ?? "", missing: "namespace", ...spanOf(pair.key) }],
  );
  const insecure = pairOf(tls?.value, "insecureSkipVerify");
  if (ofTls !== undefined || insecure === undefined || stringOf(insecure.value) !== "true") return faults;
  return [...faults, { kind: "secret not found", field: "tlsConfigSecret", missing: "name", ...spanOf(insecure.key) }];
}

/** The kinds of Cluster API's RKE2 provider, with the way to their settings. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  RKE2ControlPlane: ["spec"],
  RKE2ControlPlaneTemplate: ["spec", "template", "spec"],
  RKE2Config: ["spec"],
  RKE2ConfigTemplate: ["spec", "template", "spec"],
};

/** The settings of registries of Cluster API's RKE2 provider: `privateRegistriesConfig`. */
export const capiRke2: YamlCarrier = {
  mark: /privateRegistriesConfig/,
  *textsIn({ map, path }) {
    const way = path.length === 0 ? kinds[stringOf(fieldOf(map, "kind")) ?? ""] : undefined;
    const pair = way && pairOf(mapAt(map, ...way), "privateRegistriesConfig");
    if (way === undefined || pair?.value?.kind !== "map") return;
    yield {
      carrier: "capi-rke2",
      reader: "rke2",
      node: pair.value,
      path: [...way, "privateRegistriesConfig"],
      facts: { at: spanOf(pair.key) },
      translate: (settings, text, placeholders) => translateCluster(settings, text, placeholders, form),
    };
  },
};
