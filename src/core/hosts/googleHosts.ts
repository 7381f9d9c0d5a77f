import { type Phrase, phrase } from "../text/phrase.ts";

export interface GoogleRegistryHost {
  readonly host: string;
  /** Where it is, in words to search by. */
  readonly location: Phrase;
  readonly kind: "multi-region" | "region" | "regional endpoint" | "gcr.io";
  /** Of a region and its endpoint. */
  readonly continent?: Continent;
}

/** The part of the world that Google names a region after, in alphabetical order. */
export const continents = [
  "africa",
  "asia",
  "australia",
  "europe",
  "middle east",
  "north america",
  "south america",
] as const;
export type Continent = (typeof continents)[number];

/** By the first word of a region's name. */
const continentOf: Readonly<Record<string, Continent>> = {
  africa: "africa",
  asia: "asia",
  australia: "australia",
  europe: "europe",
  me: "middle east",
  northamerica: "north america",
  us: "north america",
  southamerica: "south america",
};

/** Regions of Artifact Registry and the places they stand for. */
const regions: readonly (readonly [region: string, place: Phrase])[] = [
  ["africa-south1", phrase("Johannesburg, South Africa")],
  ["asia-east1", phrase("Changhua County, Taiwan")],
  ["asia-east2", phrase("Hong Kong")],
  ["asia-northeast1", phrase("Tokyo, Japan")],
  ["asia-northeast2", phrase("Osaka, Japan")],
  ["asia-northeast3", phrase("Seoul, South Korea")],
  ["asia-south1", phrase("Mumbai, India")],
  ["asia-south2", phrase("Delhi, India")],
  ["asia-southeast1", phrase("Jurong West, Singapore")],
  ["asia-southeast2", phrase("Jakarta, Indonesia")],
  ["asia-southeast3", phrase("Bangkok, Thailand")],
  ["australia-southeast1", phrase("Sydney, Australia")],
  ["australia-southeast2", phrase("Melbourne, Australia")],
  ["europe-central2", phrase("Warsaw, Poland")],
  ["europe-north1", phrase("Hamina, Finland")],
  ["europe-north2", phrase("Stockholm, Sweden")],
  ["europe-southwest1", phrase("Madrid, Spain")],
  ["europe-west1", phrase("St. Ghislain, Belgium")],
  ["europe-west2", phrase("London, United Kingdom")],
  ["europe-west3", phrase("Frankfurt, Germany")],
  ["europe-west4", phrase("Eemshaven, Netherlands")],
  ["europe-west6", phrase("Zurich, Switzerland")],
  ["europe-west8", phrase("Milan, Italy")],
  ["europe-west9", phrase("Paris, France")],
  ["europe-west10", phrase("Berlin, Germany")],
  ["europe-west12", phrase("Turin, Italy")],
  ["me-central1", phrase("Doha, Qatar")],
  ["me-central2", phrase("Dammam, Saudi Arabia")],
  ["me-west1", phrase("Tel Aviv, Israel")],
  ["northamerica-northeast1", phrase("Montréal, Canada")],
  ["northamerica-northeast2", phrase("Toronto, Canada")],
  ["northamerica-south1", phrase("Querétaro, Mexico")],
  ["southamerica-east1", phrase("São Paulo, Brazil")],
  ["southamerica-west1", phrase("Santiago, Chile")],
  ["us-central1", phrase("Iowa, United States")],
  ["us-east1", phrase("South Carolina, United States")],
  ["us-east4", phrase("Northern Virginia, United States")],
  ["us-east5", phrase("Columbus, Ohio, United States")],
  ["us-south1", phrase("Dallas, Texas, United States")],
  ["us-west1", phrase("Oregon, United States")],
  ["us-west2", phrase("Los Angeles, California, United States")],
  ["us-west3", phrase("Salt Lake City, Utah, United States")],
  ["us-west4", phrase("Las Vegas, Nevada, United States")],
  ["us-west8", phrase("Phoenix, Arizona, United States")],
];

/** Regions that have no `docker.REGION.rep.pkg.dev` endpoint. */
const withoutRegionalEndpoint: ReadonlySet<string> = new Set([
  "asia-southeast3",
  "europe-north2",
  "northamerica-south1",
]);

/**
 * The registry hosts that Google's own Docker credential helper knows (docker-credential-gcr `config/const.go`,
 * 2026-07; docs/how-k3s-reads-it/google.md#hosts): multi-regions, regions, their regional endpoints, and the gcr.io
 * names that Artifact Registry serves since Container Registry was shut down.
 */
export const googleRegistryHosts: readonly GoogleRegistryHost[] = [
  {
    host: "us-docker.pkg.dev",
    location: phrase("United States, several regions"),
    kind: "multi-region",
  },
  {
    host: "europe-docker.pkg.dev",
    location: phrase("European Union, several regions"),
    kind: "multi-region",
  },
  {
    host: "asia-docker.pkg.dev",
    location: phrase("Asia, several regions"),
    kind: "multi-region",
  },
  ...regions.map(([region, place]) => ({
    host: `${region}-docker.pkg.dev`,
    location: place,
    kind: "region" as const,
    ...continent(region),
  })),
  ...regions
    .filter(([region]) => !withoutRegionalEndpoint.has(region))
    .map(([region, place]) => ({
      host: `docker.${region}.rep.pkg.dev`,
      location: place,
      kind: "regional endpoint" as const,
      ...continent(region),
    })),
  {
    host: "gcr.io",
    location: phrase("gcr.io repositories, United States"),
    kind: "gcr.io",
  },
  {
    host: "us.gcr.io",
    location: phrase("gcr.io repositories, United States"),
    kind: "gcr.io",
  },
  {
    host: "eu.gcr.io",
    location: phrase("gcr.io repositories, Europe"),
    kind: "gcr.io",
  },
  {
    host: "asia.gcr.io",
    location: phrase("gcr.io repositories, Asia"),
    kind: "gcr.io",
  },
  {
    host: "marketplace.gcr.io",
    location: phrase("Google Cloud Marketplace images"),
    kind: "gcr.io",
  },
];

function continent(region: string): { readonly continent?: Continent } {
  const found = continentOf[region.slice(0, region.indexOf("-"))];
  return found ? { continent: found } : {};
}
