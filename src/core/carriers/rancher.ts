import { decodeBase64, encodeText } from "../text/base64.ts";
import { fieldOf, type OtherMap, pairOf, stringOf } from "../yaml/otherYaml.ts";
import { type HostForm, mapAt, translateCluster } from "./clusterSettings.ts";
import type { SchemaFault } from "./schemaFault.ts";
import { spanOf } from "./writtenFile.ts";
import type { YamlCarrier } from "./yamlScan.ts";

/** Source: https://github.com/rancher/rancher/blob/1eb3dae/pkg/apis/rke.cattle.io/v1/registries.go. */
const form: HostForm = {
  auth: "authConfigSecretName",
  files: { tlsSecretName: ["cert_file", "key_file"], caBundle: ["ca_file"] },
  insecure: "insecureSkipVerify",
  instead: (key) =>
    key === "auth"
      ? 'Put the credential in a Secret, and name it in "authConfigSecretName".'
      : key === "tls"
        ? 'Write "caBundle", "tlsSecretName" or "insecureSkipVerify".'
        : "Remove it.",
  faultsOfHost: bundleFaults,
};

/** `caBundle` is bytes, which JSON has in base64. The user interface encodes a PEM, `kubectl` does not. */
function bundleFaults(settings: OtherMap, text: string): readonly SchemaFault[] {
  const bundle = fieldOf(settings, "caBundle");
  if (bundle?.kind !== "scalar" || /[{}$<%\ufdd0-\ufdef]/.test(bundle.value)) return [];
  const { value, start } = bundle;
  const isPem = isCertificate(value);
  if (!isPem && decodeBase64(value.trim()).ok) return [];
  // A block string goes on up to the next key.
  const end = start + text.slice(start, bundle.end).trimEnd().length;
  const fix = isPem ? [{ start, end, text: encodeText(value) }] : undefined;
  return [{ kind: "encoding", field: "caBundle", wanted: "base64", start, end, ...(fix && { fix }) }];
}

/** True for a whole certificate in PEM, or several. */
function isCertificate(text: string): boolean {
  const pem = text.trim();
  return pem.startsWith("-----BEGIN ") && /-----END [A-Z ]{1,40}-----$/.test(pem);
}

/** A cluster that Rancher provisions: `spec.rkeConfig.registries`. */
export const rancher: YamlCarrier = {
  mark: /^[ \t]*apiVersion:[ \t]*["']?provisioning\.cattle\.io\//m,
  *textsIn({ map, path }) {
    if (path.length > 0 || stringOf(fieldOf(map, "kind")) !== "Cluster") return;
    if (!/^provisioning\.cattle\.io\//.test(stringOf(fieldOf(map, "apiVersion")) ?? "")) return;
    const pair = pairOf(mapAt(map, "spec", "rkeConfig"), "registries");
    if (pair?.value?.kind !== "map") return;
    yield {
      carrier: "rancher",
      reader: /\+k3s/.test(stringOf(fieldOf(mapAt(map, "spec"), "kubernetesVersion")) ?? "") ? "k3s" : "rke2",
      node: pair.value,
      path: ["spec", "rkeConfig", "registries"],
      facts: { at: spanOf(pair.key) },
      translate: (settings, text, placeholders) => translateCluster(settings, text, placeholders, form),
    };
  },
};
