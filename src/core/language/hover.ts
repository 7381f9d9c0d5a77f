import { hostsFiles } from "../containerd/hostsFiles.ts";
import { credentialSentences } from "../credentials/credentialSentences.ts";
import { registryPresets } from "../credentials/registryPresets.ts";
import { isPlainHost, isShownHost, shownUrl } from "../display/shown.ts";
import { type HostConfig, hasCredential, type RegistriesFile, textOf } from "../file/file.ts";
import { formatKey, formatPlace, type Level } from "../file/format.ts";
import { keySentences } from "../file/keyDocumentation.ts";
import { intendedKey, isKeyName, keyElsewhere } from "../file/keyNames.ts";
import { isLeftAlone } from "../file/misplacedKeys.ts";
import { namingProduct } from "../file/namingProduct.ts";
import type { Target } from "../file/release.ts";
import { fileFields } from "../file/tls.ts";
import { fileSentences, skipVerifySentences } from "../file/tlsSentences.ts";
import { defaultAddress, isLoopback, readEndpoint } from "../hosts/endpoint.ts";
import { googleRegistryHosts } from "../hosts/googleHosts.ts";
import { isDockerHub, isHostedRegistry, isHubSite } from "../hosts/registryKey.ts";
import type { Span } from "../text/span.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import { type EntryPlace, entryAt } from "./entryAt.ts";
import { rewriteSentences } from "./rewriteSentences.ts";

/** What to tell of the word under the pointer; never a part of a secret. */
export interface Hover extends Span {
  /** Sentences, each a paragraph of its own. */
  readonly lines: readonly string[];
}

/**
 * What a registries.yaml means at a place: what a key does, which registry a host is and what is tried for it, where an
 * endpoint is contacted, what kind of credential is there. Never throws, and shows nothing of a secret.
 *
 * @param offset in UTF-16 units
 * @returns `undefined` where there is nothing to tell
 */
export function hover(file: RegistriesFile, offset: number, target: Target = {}): Hover | undefined {
  const place = entryAt(file.doc, offset);
  const lines = place ? linesAt(file, place).map(namingProduct(target, file)) : [];
  return place && lines.length > 0 ? { ...place.span, lines } : undefined;
}

/** Whether a place is a key of the format, where the format has it. */
function isKnownKey({ path, part }: Pick<EntryPlace, "path" | "part">): boolean {
  const level = levelOf(path);
  return part === "key" && level !== undefined && formatKey(level, String(path.at(-1))) !== undefined;
}

function linesAt(file: RegistriesFile, { path, part }: EntryPlace): readonly string[] {
  const [section] = path;
  if (section === "auths") return authsLines(path, part);
  if (section === "mirrors") return mirrorsLines(file, path, part);
  if (section === "configs") return configsLines(file, path, part);
  return part === "key" && path.length === 1 ? keyLines(file.doc, path) : [];
}

function mirrorsLines(file: RegistriesFile, path: Path, part: EntryPlace["part"]): readonly string[] {
  const [, registry, field, inner] = path;
  const mirror = file.mirrorOf(registry);
  const rewrite = field === "rewrite" ? mirror?.rewrites.find(({ pattern }) => pattern === inner) : undefined;
  if (mirror && rewrite && path.length === 4) return rewriteSentences(mirror, rewrite);
  if (part === "value") return field === "endpoint" && typeof inner === "number" ? endpointLines(file, path) : [];
  if (path.length === 2) return mirror ? mirrorLines(file, mirror.registry) : notRegistryLines(registry);
  return keyLines(file.doc, path);
}

function configsLines(file: RegistriesFile, path: Path, part: EntryPlace["part"]): readonly string[] {
  const [, host, field, inner] = path;
  const config = file.configOf(host);
  const credential = field === "auth" && config ? () => credentialSentences(config.auth) : () => [];
  if (part === "value") {
    if (!config || path.length !== 4) return [];
    if (field === "tls") return tlsLines(config, inner);
    return credential();
  }
  if (path.length === 2) return config ? registryLines(config.host) : notRegistryLines(host);
  const lines = keyLines(file.doc, path);
  return isKnownKey({ path, part }) ? [...lines, ...credential()] : lines;
}

function tlsLines({ tls }: HostConfig, key: Path[number] | undefined): readonly string[] {
  if (key === "insecure_skip_verify") return skipVerifySentences(tls);
  const file = fileFields.find((name) => name === key);
  return file ? fileSentences(tls, file) : [];
}

function authsLines(path: Path, part: EntryPlace["part"]): readonly string[] {
  if (path.length === 1) return part === "key" ? keySentences("root", "auths") : [];
  const unused = 'k3s reads "auths" but never uses it. Move the credentials to "configs".';
  return path.length === 2 && part === "key" ? [...registryLines(String(path[1])), unused] : [unused];
}

/** What a key does. */
function keyLines(doc: YamlDocument, path: Path): readonly string[] {
  const level = levelOf(path);
  const key = String(path.at(-1));
  if (level === undefined) return [];
  if (formatKey(level, key)) return keySentences(level, key);
  return isLeftAlone(doc, { key, path, value: doc.value(path) }) ? [] : meantKeyLines(level, key);
}

/**
 * What a key does, or the one that it means there or elsewhere. That k3s ignores a wrong key is a finding, which editors
 * show with the hover.
 */
function meantKeyLines(level: Level, key: string): readonly string[] {
  if (formatKey(level, key)) return keySentences(level, key);
  const intended = intendedKey(level, key);
  const meant = intended === undefined ? keyElsewhere(level, key) : { level, name: intended };
  if (!meant) return [];
  const [first = "", ...more] = keySentences(meant.level, meant.name);
  return [meant.name === key ? first : `"${meant.name}": ${first}`, ...more];
}

/**
 * A key of the format in the place of a registry, one level too far out: docs/how-k3s-reads-it/keys.md#misplaced-keys.
 */
function notRegistryLines(key: Path[number] | undefined): readonly string[] {
  return isKeyName(String(key)) ? meantKeyLines("root", String(key)) : [];
}

/** Returns the level of the last key of a path. */
function levelOf(path: Path): Level | undefined {
  const above = formatPlace(path.slice(0, -1));
  return above?.is === "level" ? above.level : undefined;
}

function mirrorLines(file: RegistriesFile, registry: string): readonly string[] {
  const { reading } = file;
  const written = reading.ok
    ? hostsFiles(reading.registry).files.find((made) => made.registry === registry)
    : undefined;
  const urls = (written?.endpoints ?? []).flatMap(({ address }) => (address ? [shownUrl(address)] : []));
  const own = isPlainHost(registry) ? defaultAddress(registry) : undefined;
  return [
    ...(registry === "*" ? ["All registries without an entry of their own."] : registryLines(registry)),
    ...(urls.length > 0 ? [`Tried in this order: ${urls.join(", ")}.`] : []),
    ...(own ? [`The default endpoint ${shownUrl(own)} is tried last unless it is disabled.`] : []),
  ];
}

function endpointLines(file: RegistriesFile, path: Path): readonly string[] {
  const value = file.doc.value(path);
  const text = textOf({ path, value });
  if (text === undefined) return [];
  const reading = readEndpoint(text);
  if (!reading.ok) return ["k3s ignores this endpoint because it is not a valid URL."];
  const { address } = reading;
  const config = file.configOf(address.host);
  return [
    `Contacted at ${shownUrl(address)}.`,
    ...registryLines(address.host),
    ...(address.overridesPath ? ["The path replaces /v2, and containerd adds nothing to it."] : []),
    ...(config && hasCredential(config) && isShownHost(address.host)
      ? [`Its credential is in "configs" under ${address.host}.`]
      : []),
  ];
}

/** Which registry a host is; nothing for one that only its owner knows. */
function registryLines(host: string): readonly string[] {
  if (isHubSite(host)) return ["This is a name of Docker Hub, but the host of its registry is registry-1.docker.io."];
  if (isDockerHub(host)) return ["Docker Hub."];
  const google = googleRegistryHosts.find((candidate) => candidate.host === host);
  if (google) return [`Google Artifact Registry: ${google.location}.`];
  if (isLoopback(host)) return ["The node itself."];
  const preset = registryPresets.find((candidate) => candidate.host === host || candidate.usualHost === host);
  if (preset) return [`The registry of ${preset.label}.`];
  return isHostedRegistry(host) ? ["A well-known registry on the internet."] : [];
}
