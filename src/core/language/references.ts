import type { RegistriesFile } from "../file/file.ts";
import { type HostPlace, placeAt, shownSpan } from "../file/hostOccurrences.ts";
import { dockerHubHost } from "../hosts/endpoint.ts";
import type { Span } from "../text/span.ts";
import { anchorAt } from "./anchors.ts";

/** A place that means the same as another. */
export interface Reference extends Span {
  /** Whether it gives the settings that the others use: a key of `configs`, or an anchor. */
  readonly gives: boolean;
}

/**
 * Every place of a registries.yaml that means the host at an offset, on whatever port, or the same anchor. Docker Hub's
 * host and its name `docker.io` are one host, as they are to k3s (docs/how-k3s-reads-it/endpoints.md#url). Never
 * throws.
 *
 * @param offset in UTF-16 units
 * @returns in the order of the file, the place itself too; none where there is no host
 */
export function references({ doc, hostPlaces }: RegistriesFile, offset: number): readonly Reference[] {
  const anchor = anchorAt(doc, offset);
  const found = anchor
    ? [{ ...anchor.span, gives: true }, ...anchor.aliases.map((alias) => ({ ...alias, gives: false }))]
    : sameHost(hostPlaces, offset);
  const once = new Map(found.map((reference) => [reference.start, reference]));
  return [...once.values()].sort((a, b) => a.start - b.start);
}

function sameHost(places: readonly HostPlace[], offset: number): readonly Reference[] {
  const place = placeAt(places, offset);
  if (!place) return [];
  return places
    .filter(({ name }) => meantHost(name) === meantHost(place.name))
    .map((other) => ({ ...shownSpan(other), gives: other.kind === "config" }));
}

function meantHost(name: string): string {
  return name === "docker.io" ? dockerHubHost : name;
}
