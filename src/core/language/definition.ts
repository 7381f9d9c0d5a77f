import { credentialKey, endpointKey, hostKey } from "../containerd/configKeys.ts";
import { type HostConfig, hasCredential, type RegistriesFile } from "../file/file.ts";
import { type HostPlace, placeAt, shownSpan } from "../file/hostOccurrences.ts";
import { readEndpoint } from "../hosts/endpoint.ts";
import type { Span } from "../text/span.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import { anchorAt } from "./anchors.ts";

/** Where a place leads to. All spans are UTF-16 offsets. */
export interface Definition {
  /** What can be clicked. */
  readonly origin: Span;
  readonly targets: readonly DefinitionTarget[];
  /** Whether it leads from an alias to its anchor, as the YAML extension of Red Hat does too. */
  readonly anchor: boolean;
}

export interface DefinitionTarget {
  /** The whole entry. */
  readonly span: Span;
  /** Its key or host, inside `span`. */
  readonly selection: Span;
}

/**
 * Where to go from a place of a registries.yaml: from an endpoint to the entry of `configs` that is used for it, from a
 * mirror's key to the one for its default endpoint, from a key of `configs` to the endpoints and mirrors that use it,
 * from an alias to its anchor. Never throws.
 *
 * @param offset in UTF-16 units
 * @returns `undefined` where nothing is used
 */
export function definition(file: RegistriesFile, offset: number): Definition | undefined {
  const { doc } = file;
  const anchor = anchorAt(doc, offset);
  if (anchor) return { origin: anchor.at, targets: [{ span: anchor.node, selection: anchor.span }], anchor: true };
  const places = file.hostPlaces;
  const place = placeAt(places, offset);
  if (!place) return undefined;
  const targets =
    place.kind === "config"
      ? places.filter((other) => configsFor(file, other).some(({ host }) => host === place.text)).map(useTarget)
      : configsFor(file, place).map(({ path }) => entryTarget(doc, path));
  const { start, end } = place.node;
  return targets.length > 0 ? { origin: { start, end }, targets: once(targets), anchor: false } : undefined;
}

/** The entries of `configs` that are used for a place: one for TLS settings and credential, or one for each. */
function configsFor(file: RegistriesFile, { kind, text }: HostPlace): readonly HostConfig[] {
  if ((kind !== "endpoint" && kind !== "mirror") || text === "*") return [];
  const reading = readEndpoint(text);
  if (!reading.ok) return [];
  const has = (key: string): boolean => file.configOf(key) !== undefined;
  const hasAuth = (key: string): boolean => {
    const config = file.configOf(key);
    return config !== undefined && hasCredential(config);
  };
  const { host } = reading.address;
  // An entry of the registry itself goes before the others (k3s `getHostConfigs`).
  const tls = kind === "endpoint" ? endpointKey(has, host) : has(text) ? text : hostKey(has, text);
  const keys = [tls, credentialKey(hasAuth, host)];
  return file.configs.filter((config) => keys.includes(config.host));
}

function useTarget(place: HostPlace): DefinitionTarget {
  const { start, end } = place.node;
  return { span: { start, end }, selection: shownSpan(place) };
}

function entryTarget(doc: YamlDocument, path: Path): DefinitionTarget {
  const selection = doc.span(path, "key");
  const value = doc.span(path);
  // The value of an alias or a merged key can stand before its key.
  return { span: { start: selection.start, end: Math.max(selection.end, value.end) }, selection };
}

function once(targets: readonly DefinitionTarget[]): readonly DefinitionTarget[] {
  return [...new Map(targets.map((target) => [target.selection.start, target])).values()];
}
