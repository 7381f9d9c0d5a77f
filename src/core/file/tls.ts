import { splitPort } from "../hosts/endpoint.ts";
import { hasTls } from "./configLookup.ts";
import type { Endpoint, Field, HostConfig, RegistriesFile, TlsFields } from "./file.ts";
import type { Product } from "./release.ts";

/** The fields of `tls` that name a file on the node. */
export const fileFields = ["ca_file", "cert_file", "key_file"] as const;
export type FileField = (typeof fileFields)[number];

export function fileField(tls: TlsFields, name: FileField): Field {
  return { ca_file: tls.caFile, cert_file: tls.certFile, key_file: tls.keyFile }[name];
}

/** Whether a file is named, also by a template; k3s leaves an empty text out. */
export function namesFile({ value }: Field): boolean {
  return value.kind === "template" || (value.kind === "scalar" && value.text !== "");
}

/**
 * Whether k3s reads a field as true: the words of YAML 1.1, without quotes. Source:
 * docs/how-k3s-reads-it/yaml.md#booleans.
 */
export function isTrue({ value }: Field): boolean {
  return (
    value.kind === "scalar" &&
    value.style === "plain" &&
    /^(?:y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE)$/.test(value.text)
  );
}

/**
 * Whether a text is the content of a certificate or key instead of the path to it: PEM, or base64 of it. It may be a
 * private key, so it is never shown.
 */
export function isInlinePem(text: string): boolean {
  return /-----BEGIN|LS0tLS1CRUdJTi/.test(text) || (text.length > 200 && /^[A-Za-z0-9+/=\s]+$/.test(text));
}

/** Whether a path is absolute: from `/`, and from a drive on Windows, where RKE2 has agents. */
export function isAbsolutePath(path: string, product: Product | undefined): boolean {
  if (path.startsWith("/")) return true;
  return (product === undefined || product === "rke2") && /^(?:[A-Za-z]:[\\/]|\\\\)/.test(path);
}

/**
 * The entries of `configs` with TLS settings of their own; settings that several share come with the first of them.
 *
 * @param templates whether hosts that another tool fills in are among them
 */
export function* withTlsSettings({ doc, configs }: RegistriesFile, templates = false): Iterable<HostConfig> {
  const seen = new Set<unknown>();
  for (const config of configs) {
    if (config.tls.value.kind !== "map" || (config.templated && !templates)) continue;
    const block = doc.node(config.tls.path)?.resolved;
    if (seen.has(block)) continue;
    seen.add(block);
    yield config;
  }
}

/**
 * The entries of `configs` with TLS settings for a host that is contacted by http alone, each with an endpoint at it. A
 * host without a port counts only when a mirror says how its own images are fetched: else they come by https.
 */
export function plainHttpWithTls({ configs, mirrors, template }: RegistriesFile): ReadonlyMap<HostConfig, Endpoint> {
  const found = new Map<HostConfig, Endpoint>();
  const withTls = configs.filter((config) => !config.templated && hasTls(config));
  if (template || withTls.length === 0) return found;
  const plain = new Map<string, Endpoint>();
  const secure = new Set<string>();
  for (const { endpoints } of mirrors)
    for (const endpoint of endpoints) {
      const { address } = endpoint;
      if (!address) continue;
      if (address.scheme !== "http") secure.add(address.host);
      else if (!plain.has(address.host)) plain.set(address.host, endpoint);
    }
  const registries = new Set(mirrors.map(({ registry }) => registry));
  for (const config of withTls) {
    const { host } = config;
    const endpoint = secure.has(host) ? undefined : plain.get(host);
    const { port } = splitPort(host);
    if (endpoint && (port !== undefined || registries.has(host))) found.set(config, endpoint);
  }
  return found;
}

/** What a text says where true or false is wanted, also in the words of other tools; `undefined` when it is unclear. */
export function booleanMeant(text: string): boolean | undefined {
  if (/^(?:true|t|yes|y|on|1|enabled?)$/i.test(text.trim())) return true;
  return /^(?:false|f|no|n|off|0|disabled?)$/i.test(text.trim()) ? false : undefined;
}
