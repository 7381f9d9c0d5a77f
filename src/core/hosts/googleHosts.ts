export interface GoogleRegistryHost {
  readonly host: string;
  /** Where it is, in words to search by. */
  readonly location: string;
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
const regions: readonly (readonly [region: string, place: string])[] = [
  ["africa-south1", "Johannesburg, South Africa"],
  ["asia-east1", "Changhua County, Taiwan"],
  ["asia-east2", "Hong Kong"],
  ["asia-northeast1", "Tokyo, Japan"],
  ["asia-northeast2", "Osaka, Japan"],
  ["asia-northeast3", "Seoul, South Korea"],
  ["asia-south1", "Mumbai, India"],
  ["asia-south2", "Delhi, India"],
  ["asia-southeast1", "Jurong West, Singapore"],
  ["asia-southeast2", "Jakarta, Indonesia"],
  ["asia-southeast3", "Bangkok, Thailand"],
  ["australia-southeast1", "Sydney, Australia"],
  ["australia-southeast2", "Melbourne, Australia"],
  ["europe-central2", "Warsaw, Poland"],
  ["europe-north1", "Hamina, Finland"],
  ["europe-north2", "Stockholm, Sweden"],
  ["europe-southwest1", "Madrid, Spain"],
  ["europe-west1", "St. Ghislain, Belgium"],
  ["europe-west2", "London, United Kingdom"],
  ["europe-west3", "Frankfurt, Germany"],
  ["europe-west4", "Eemshaven, Netherlands"],
  ["europe-west6", "Zurich, Switzerland"],
  ["europe-west8", "Milan, Italy"],
  ["europe-west9", "Paris, France"],
  ["europe-west10", "Berlin, Germany"],
  ["europe-west12", "Turin, Italy"],
  ["me-central1", "Doha, Qatar"],
  ["me-central2", "Dammam, Saudi Arabia"],
  ["me-west1", "Tel Aviv, Israel"],
  ["northamerica-northeast1", "Montréal, Canada"],
  ["northamerica-northeast2", "Toronto, Canada"],
  ["northamerica-south1", "Querétaro, Mexico"],
  ["southamerica-east1", "São Paulo, Brazil"],
  ["southamerica-west1", "Santiago, Chile"],
  ["us-central1", "Iowa, United States"],
  ["us-east1", "South Carolina, United States"],
  ["us-east4", "Northern Virginia, United States"],
  ["us-east5", "Columbus, Ohio, United States"],
  ["us-south1", "Dallas, Texas, United States"],
  ["us-west1", "Oregon, United States"],
  ["us-west2", "Los Angeles, California, United States"],
  ["us-west3", "Salt Lake City, Utah, United States"],
  ["us-west4", "Las Vegas, Nevada, United States"],
  ["us-west8", "Phoenix, Arizona, United States"],
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
    location: "United States, several regions",
    kind: "multi-region",
  },
  {
    host: "europe-docker.pkg.dev",
    location: "European Union, several regions",
    kind: "multi-region",
  },
  {
    host: "asia-docker.pkg.dev",
    location: "Asia, several regions",
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
    location: "gcr.io repositories, United States",
    kind: "gcr.io",
  },
  {
    host: "us.gcr.io",
    location: "gcr.io repositories, United States",
    kind: "gcr.io",
  },
  {
    host: "eu.gcr.io",
    location: "gcr.io repositories, Europe",
    kind: "gcr.io",
  },
  {
    host: "asia.gcr.io",
    location: "gcr.io repositories, Asia",
    kind: "gcr.io",
  },
  {
    host: "marketplace.gcr.io",
    location: "Google Cloud Marketplace images",
    kind: "gcr.io",
  },
];

function continent(region: string): { readonly continent?: Continent } {
  const found = continentOf[region.slice(0, region.indexOf("-"))];
  return found ? { continent: found } : {};
}
