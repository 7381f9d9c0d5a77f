import { secretName } from "../convert/extract.ts";
import type { RegistryAuth } from "../credentials/credential.ts";
import { secretMask } from "../display/masked.ts";
import { shownKey } from "../display/shown.ts";
import { readBasicAuth } from "../file/authPrecedence.ts";
import { hasCredential, type RegistriesFile } from "../file/file.ts";
import type { AuthReading } from "../file/goDecode.ts";
import { openRegistries } from "../file/openRegistries.ts";
import { type Result, refuse } from "../text/result.ts";
import { applyEdits } from "../text/span.ts";
import type { Path } from "../yaml/document.ts";
import { type NewMap, type NewValue, operationEdits } from "../yaml/edit.ts";
import { blockText, quotedText } from "./blockText.ts";
import { jinjaSign } from "./jinjaSign.ts";
import type { WrappedFile } from "./wrapRegistries.ts";

/** A host of `configs` as a manifest of a cluster needs it. */
interface HostSettings {
  readonly host: string;
  readonly auth: RegistryAuth | undefined;
  readonly files: boolean;
  readonly insecure: boolean;
}

/**
 * Makes a `Cluster` of Rancher with the Secrets of the credentials.
 *
 * Source: https://github.com/rancher/rancher/blob/1eb3dae/pkg/capr/planner/registry.go
 */
export function rancherManifest(file: RegistriesFile): Result<WrappedFile> {
  const settings = hostSettings(file);
  if (!settings.ok) return settings;
  const namespace = "fleet-default";
  const withFiles = settings.hosts.find(({ files }) => files);
  if (withFiles !== undefined)
    return refuse(
      `Rancher takes certificates from its cluster, not from files on the nodes. Remove the files under "tls" of ${shownKey(withFiles.host)}, and add "caBundle" or "tlsSecretName" to the manifest.`,
    );
  const names = secretNames(settings.hosts);
  const configs = Object.fromEntries(
    settings.hosts.map(({ host, insecure }) => {
      const name = names.get(host);
      return [
        host,
        {
          ...(name === undefined ? {} : { authConfigSecretName: name }),
          ...(insecure && { insecureSkipVerify: true }),
        },
      ];
    }),
  );
  const registries = ["spec", "rkeConfig", "registries"];
  const cluster = manifest("provisioning.cattle.io/v1", "Cluster", { name: "my-cluster", namespace }, [
    ...mirrorsOf(file, registries),
    ...(settings.hosts.length > 0 ? [{ set: [...registries, "configs"], value: configs }] : []),
  ]);
  const secrets = settings.hosts.flatMap(({ host, auth }) => {
    const name = names.get(host);
    if (name === undefined || auth === undefined) return [];
    const isToken = "identityToken" in auth;
    return manifest("v1", "Secret", { name, namespace }, [
      { set: ["type"], value: isToken ? "rke.cattle.io/auth-config" : "kubernetes.io/basic-auth" },
      ...secretData(isToken ? { identityToken: auth.identityToken } : { ...auth }),
    ]);
  });
  const comment = "# Put spec.rkeConfig.registries into your Cluster, and the Secrets into its namespace.\n";
  return { ok: true, text: comment + [cluster, ...secrets].join("---\n"), language: "yaml" };
}

/**
 * Makes a control plane of Cluster API's RKE2 provider: with its own settings where it can write them, else with the file in
 * a Secret.
 *
 * Sources: https://github.com/rancher/cluster-api-provider-rke2/blob/c8a3286/pkg/rke2/registries.go,
 * https://github.com/rancher/cluster-api-provider-rke2/blob/c8a3286/bootstrap/api/v1beta1/rke2config_types.go
 */
export function capiManifest(file: RegistriesFile): Result<WrappedFile> {
  const settings = hostSettings(file);
  const [only, ...more] = settings.ok ? settings.hosts : [];
  const sign = jinjaSign(file.doc.text);
  if (sign)
    return refuse(
      `This registries.yaml contains "${sign}", which the provider's Jinja would replace. Change that value, or put the file on the nodes another way.`,
    );
  const namespace = "default";
  const comment = "# Put this into your RKE2ControlPlane, and into spec.template.spec of each RKE2ConfigTemplate.\n";
  const controlPlane = (operations: readonly Setting[]): string =>
    manifest(
      "controlplane.cluster.x-k8s.io/v1beta1",
      "RKE2ControlPlane",
      { name: "my-cluster", namespace },
      operations,
    );
  // It writes only one of several hosts, certificates under the same paths for all, and identity tokens under a wrong key.
  const isNative =
    settings.ok &&
    more.length === 0 &&
    !only?.files &&
    !only?.insecure &&
    !(only?.auth && "identityToken" in only.auth);
  const registries = ["spec", "privateRegistriesConfig"];
  if (isNative && only?.auth !== undefined) {
    const name = secretName(only.host);
    const plane = controlPlane([
      ...mirrorsOf(file, registries),
      { set: [...registries, "configs", only.host, "authSecret"], value: { name, namespace } },
    ]);
    const secret = manifest("v1", "Secret", { name, namespace }, secretData({ ...only.auth }));
    return { ok: true, text: `${comment}${plane}---\n${secret}`, language: "yaml" };
  }
  if (isNative && only === undefined)
    return { ok: true, text: comment + controlPlane(mirrorsOf(file, registries)), language: "yaml" };
  const name = "registries-yaml";
  const files = `  files:
    - path: /etc/rancher/rke2/registries.yaml
      permissions: "0600"
      contentFrom:
        secret:
          name: ${name}
          key: registries.yaml
`;
  const { text } = file.doc;
  const secret = manifest("v1", "Secret", { name, namespace }, []);
  return {
    ok: true,
    text: `${comment}# In privateRegistriesConfig, the provider would not write all of this file.\n${controlPlane([])}spec:\n${files}---\n${secret}stringData:\n  registries.yaml: ${blockText(text, 4) ?? quotedText(text)}`,
    language: "yaml",
  };
}

/** What a manifest says of each host; hosts without settings are left out. */
function hostSettings(file: RegistriesFile): Result<{ readonly hosts: readonly HostSettings[] }> {
  if (!file.reading.ok) return { ok: true, hosts: [] };
  const { configs, auths } = file.reading.registry;
  if (Object.keys(auths).length > 0)
    return refuse('The key "auths" has no counterpart there. Move its credentials to "configs" first.');
  const hosts: HostSettings[] = [];
  for (const config of file.configs) {
    const { host } = config;
    const tls = configs[host]?.tls;
    const auth = credentialIn(configs[host]?.auth);
    if (auth === undefined && hasCredential(config))
      return refuse(
        `The credential of ${shownKey(host)} is incomplete, so no Secret can be made of it. Complete it first.`,
      );
    const files = [tls?.ca_file, tls?.cert_file, tls?.key_file].some((path) => path !== undefined && path !== "");
    const insecure = tls?.insecure_skip_verify === true;
    if (auth !== undefined || files || insecure) hosts.push({ host, auth, files, insecure });
  }
  return { ok: true, hosts };
}

/** The credential that containerd takes. Source: docs/how-k3s-reads-it/credentials.md#precedence. */
function credentialIn(auth: AuthReading | null | undefined): RegistryAuth | undefined {
  if (!auth) return undefined;
  const { username, password, identity_token: identityToken } = auth;
  if (username !== "") return password === "" ? undefined : { username, password };
  if (identityToken !== "") return { identityToken };
  if (auth.auth.includes(secretMask)) return { username: secretMask, password: secretMask };
  const basic = readBasicAuth(auth.auth);
  return basic.ok ? { username: basic.username, password: basic.password } : undefined;
}

interface Setting {
  readonly set: Path;
  readonly value: NewValue;
}

/** The mirrors as k3s reads them, in their order. */
function mirrorsOf({ reading }: RegistriesFile, path: Path): readonly Setting[] {
  if (!reading.ok) return [];
  return Object.entries(reading.registry.mirrors).map(([registry, { endpoint, rewrite }]) => ({
    set: [...path, "mirrors", registry],
    value: {
      ...(Object.keys(rewrite).length === 0 || endpoint.length > 0 ? { endpoint } : {}),
      ...(Object.keys(rewrite).length > 0 ? { rewrite } : {}),
    },
  }));
}

/** A name for the Secret of each host with a credential. */
function secretNames(hosts: readonly HostSettings[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { host, auth } of hosts) {
    if (auth === undefined) continue;
    const name = secretName(host);
    let own = name;
    for (let number = 2; taken.has(own); number++) own = `${name.slice(0, 58)}-${number}`;
    taken.add(own);
    names.set(host, own);
  }
  return names;
}

function secretData(values: Readonly<Record<string, string>>): readonly Setting[] {
  return Object.entries(values).map(([key, value]) => ({ set: ["stringData", key], value }));
}

function manifest(apiVersion: string, kind: string, metadata: NewMap, settings: readonly Setting[]): string {
  const head: readonly Setting[] = [
    { set: ["apiVersion"], value: apiVersion },
    { set: ["kind"], value: kind },
    { set: ["metadata"], value: metadata },
  ];
  return applyEdits("", operationEdits(openRegistries("").doc, [...head, ...settings]));
}
