import type { RegistriesFile } from "../file/file.ts";
import type { Reading, Registry } from "../file/goDecode.ts";
import type { HostPlace } from "../file/hostOccurrences.ts";
import { readEndpoint } from "../hosts/endpoint.ts";
import { applyEdits, type TextEdit } from "../text/span.ts";

/** What becomes of a place of a host. */
export interface RenamedPlace {
  readonly place: HostPlace;
  /** The whole key or endpoint, as k3s will read it. */
  readonly text: string;
  /** Its host and port. */
  readonly host: string;
  readonly edit: TextEdit;
}

/**
 * The place that would mean the same as a renamed one, and did not before: k3s reads only one of two equal keys of a
 * section, and only one of two equal endpoints in a list. Source: docs/how-k3s-reads-it/yaml.md#duplicate-keys,
 * docs/how-k3s-reads-it/endpoints.md#duplicates.
 *
 * @param places all places of the file
 */
export function collision(places: readonly HostPlace[], renamed: readonly RenamedPlace[]): HostPlace | undefined {
  const texts = new Map(renamed.map(({ place, text }) => [place, text]));
  const taken = new Map<string, HostPlace>();
  for (const place of [...places].sort((a, b) => Number(texts.has(a)) - Number(texts.has(b)))) {
    const list = place.owner?.kind === "list" ? place.owner.start : "";
    const meaning = (text: string): string =>
      `${place.kind} ${place.kind === "endpoint" ? `${list} ${endpointUrl(text)}` : text}`;
    const becomes = meaning(texts.get(place) ?? place.text);
    const other = taken.get(becomes);
    if (!other) taken.set(becomes, place);
    else if (meaning(other.text) !== meaning(place.text)) return other;
  }
  return undefined;
}

function endpointUrl(text: string): string {
  const reading = readEndpoint(text);
  return reading.ok ? reading.address.url : text;
}

/**
 * Whether edits rename the places and change nothing else, by reading the file again: the same places are in it, and k3s
 * reads what it read before, with another host. Where k3s can't read the values, texts that an anchor shares count as
 * more than a rename.
 */
export function isRenamedOnly(
  file: RegistriesFile,
  places: readonly HostPlace[],
  renamed: readonly RenamedPlace[],
  edits: readonly TextEdit[],
): boolean {
  const texts = new Map(renamed.map((made) => [made.place, made.text]));
  const after = file.reopen(applyEdits(file.doc.text, edits));
  const placesAfter = after.hostPlaces;
  if (placesAfter.length !== places.length) return false;
  for (const [index, place] of places.entries()) {
    const now = placesAfter[index];
    if (now?.kind !== place.kind || now.text !== (texts.get(place) ?? place.text)) return false;
  }
  const before = file.reading;
  if (!before.ok) return renamed.every(({ place }) => place.node.anchor === undefined);
  return sameReading(withHosts(before.registry, renamed), after.reading);
}

/** What k3s reads when each renamed key and endpoint has its new text. */
function withHosts({ mirrors, configs, auths }: Registry, renamed: readonly RenamedPlace[]): Registry {
  const texts = new Map(renamed.map(({ place, text }) => [`${place.kind} ${place.text}`, text]));
  const keys = <Value>(
    kind: HostPlace["kind"],
    map: Readonly<Record<string, Value>>,
    change: (value: Value) => Value = (value) => value,
  ): Readonly<Record<string, Value>> =>
    Object.fromEntries(Object.entries(map).map(([key, value]) => [texts.get(`${kind} ${key}`) ?? key, change(value)]));
  return {
    mirrors: keys("mirror", mirrors, (mirror) => ({
      ...mirror,
      endpoint: mirror.endpoint.map((endpoint) => texts.get(`endpoint ${endpoint}`) ?? endpoint),
    })),
    configs: keys("config", configs),
    auths: keys("auths", auths),
  };
}

function sameReading(expected: Registry, reading: Reading): boolean {
  return reading.ok && JSON.stringify(expected) === JSON.stringify(reading.registry);
}
