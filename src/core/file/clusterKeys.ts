/** What turns a cluster resource into the registries.yaml of its nodes. */
export type ClusterTool = "rancher" | "cluster-api";

/**
 * The keys that cluster resources have in the place of `auth` and `tls`. Sources: rancher
 * `pkg/apis/rke.cattle.io/v1/registries.go`; rancher/cluster-api-provider-rke2
 * `controlplane/api/v1beta1/rke2controlplane_types.go`.
 */
export const clusterKeys: ReadonlyMap<string, ClusterTool> = new Map([
  ["authConfigSecretName", "rancher"],
  ["tlsSecretName", "rancher"],
  ["caBundle", "rancher"],
  ["insecureSkipVerify", "rancher"],
  ["authSecret", "cluster-api"],
  ["tlsConfigSecret", "cluster-api"],
]);
