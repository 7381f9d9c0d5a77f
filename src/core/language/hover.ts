import { hostsFiles } from "../containerd/hostsFiles.ts";
import { credentialSentences } from "../credentials/credentialSentences.ts";
import { registryPresets } from "../credentials/registryPresets.ts";
import { defaultAddress, isLoopback, readEndpoint } from "../registries/endpoint.ts";
import { hasCredential, type RegistriesFile, registriesFile, textOf } from "../registries/file.ts";
import { googleRegistryHosts } from "../registries/googleHosts.ts";
import { keySentences } from "../registries/keyDocumentation.ts";
import { isDockerHub, isHostedRegistry, isHubSite } from "../registries/keys.ts";
import type { Level } from "../registries/schema.ts";
import { isPlainHost, isShownHost, shownUrl } from "../registries/shown.ts";
import { type Phrase, phrase } from "../text/phrase.ts";
import type { Span } from "../text/span.ts";
import { type Path, parseYaml, type YamlDocument } from "../yaml/document.ts";

/** What to tell of the word under the pointer; never a part of a secret. */
export interface Hover extends Span {
  /** Sentences, each a paragraph of its own. */
  readonly lines: readonly Phrase[];
  /** Whether it tells of a key of the format, as the JSON Schema does too. */
  readonly key: boolean;
}

/**
 * What a registries.yaml means at a place: what a key does, which registry a host is and what is tried for it, where an
 * endpoint is contacted, what kind of credential is there. Never throws, and shows nothing of a secret.
 *
 * @param offset in UTF-16 units
 * @returns `undefined` where there is nothing to tell
 */
export function hover(text: string, offset: number): Hover | undefined {
  return hoverIn(registriesFile(parseYaml(text)), offset);
}

/** The same for a file that is read already. */
export function hoverIn(file: RegistriesFile, offset: number): Hover | undefined {
  const place = placeAt(file.doc, offset);
  const lines = place && linesAt(file, place);
  return place && lines && lines.length > 0
    ? { ...place.span, lines, key: place.part === "key" && levelOf(place.path) !== undefined }
    : undefined;
}

interface Place {
  readonly path: Path;
  readonly part: "key" | "value";
  readonly span: Span;
}

function placeAt(doc: YamlDocument, offset: number): Place | undefined {
  const holds = ({ start, end }: Span): boolean => start <= offset && offset < end;
  const spanOf = ({ start, end }: Span): Span => ({ start, end });
  const within = (path: Path): Place | undefined => {
    if (path.length > 4) return undefined;
    for (const { path: child, value } of doc.entries(path)) {
      const pairs = doc.occurrences(child);
      const written = pairs.find(({ key }) => holds(key));
      if (written) return { path: child, part: "key", span: spanOf(written.key) };
      const span = [doc.span(child), ...pairs.map((pair) => pair.value)].find(holds);
      if (!span) continue;
      const inner = value.kind === "map" || value.kind === "list" ? within(child) : undefined;
      return inner ?? { path: child, part: "value", span: spanOf(span) };
    }
    for (const { path: child } of doc.items(path)) {
      const span = doc.span(child);
      const node = doc.node(child)?.node;
      if (node && holds(node)) return { path: child, part: "value", span: node.end > node.start ? spanOf(node) : span };
    }
    return undefined;
  };
  return within([]);
}

function linesAt(file: RegistriesFile, { path, part }: Place): readonly Phrase[] | undefined {
  const [section, host, field, inner] = path;
  const ofConfig = section === "configs" ? file.configs.find((config) => config.host === host) : undefined;
  const auth = field === "auth" ? ofConfig?.auth : undefined;
  if (part === "value") {
    if (section === "mirrors" && field === "endpoint" && typeof inner === "number") return endpointLines(file, path);
    return auth && path.length === 4 ? credentialSentences(file.doc, auth) : undefined;
  }
  if (path.length === 2) {
    if (section === "mirrors") return mirrorLines(file, String(host));
    return section === "configs" || section === "auths" ? registryLines(String(host)) : undefined;
  }
  const level = levelOf(path);
  const lines = level ? keySentences(level, String(path.at(-1))) : [];
  return lines.length > 0 && auth ? [...lines, ...credentialSentences(file.doc, auth)] : lines;
}

/** The level that the last key of a path stands at. */
function levelOf({ length, 0: section, 2: field }: Path): Level | undefined {
  if (length === 1) return "root";
  if (section === "auths") return length === 3 ? "auth" : undefined;
  if (length === 3) return section === "mirrors" ? "mirror" : section === "configs" ? "config" : undefined;
  if (length !== 4 || section !== "configs") return undefined;
  return field === "auth" || field === "tls" ? field : undefined;
}

function mirrorLines(file: RegistriesFile, registry: string): readonly Phrase[] {
  const { reading } = file;
  const written = reading.ok
    ? hostsFiles(reading.registry).files.find((made) => made.registry === registry)
    : undefined;
  const urls = (written?.endpoints ?? []).flatMap(({ address }) => (address ? [shownUrl(address)] : []));
  const own = isPlainHost(registry) ? defaultAddress(registry) : undefined;
  return [
    ...(registry === "*" ? [phrase("All registries without an entry of their own.")] : registryLines(registry)),
    ...(urls.length > 0 ? [phrase("Tried in this order: {0}.", urls.join(", "))] : []),
    ...(own ? [phrase("The default endpoint {0} is tried last, unless it is disabled.", shownUrl(own))] : []),
  ];
}

function endpointLines(file: RegistriesFile, path: Path): readonly Phrase[] {
  const value = file.doc.value(path);
  const text = textOf({ path, value });
  if (text === undefined) return [];
  const reading = readEndpoint(text);
  if (!reading.ok) return [phrase("k3s ignores this endpoint, because it can't read it as a URL.")];
  const { address } = reading;
  const config = file.configs.find(({ host }) => host === address.host);
  return [
    phrase("Contacted at {0}.", shownUrl(address)),
    ...registryLines(address.host),
    ...(address.overridesPath ? [phrase("The path takes the place of /v2: containerd adds nothing to it.")] : []),
    ...(config && hasCredential(config) && isShownHost(address.host)
      ? [phrase("The credential under {0} in configs is for it.", address.host)]
      : []),
  ];
}

/** Which registry a host is; nothing for one that only its owner knows. */
function registryLines(host: string): readonly Phrase[] {
  if (isHubSite(host))
    return [phrase("A name of Docker Hub, but not the one that its registry answers to: {0}.", "registry-1.docker.io")];
  if (isDockerHub(host)) return [phrase("Docker Hub.")];
  const google = googleRegistryHosts.find((candidate) => candidate.host === host);
  if (google) return [phrase("Google Artifact Registry: {0}.", google.location)];
  if (isLoopback(host)) return [phrase("The node itself.")];
  const preset = registryPresets.find((candidate) => candidate.host === host || candidate.usualHost === host);
  if (preset) return [phrase("The registry of {0}.", preset.label)];
  return isHostedRegistry(host) ? [phrase("A well-known registry on the internet.")] : [];
}
