import { l10n } from "vscode";
import { type Continent, continents, type GoogleRegistryHost, googleRegistryHosts } from "../core/hosts/googleHosts.ts";

/** Registries under a heading, as the converter and the quick pick list them. */
export interface RegistryGroup {
  readonly id: string;
  readonly label: string;
  readonly hosts: readonly GoogleRegistryHost[];
}

/** All of Google's registries: multi-regions, regions by continent, gcr.io, regional endpoints. */
export function googleRegistryGroups(): readonly RegistryGroup[] {
  const of = (kind: GoogleRegistryHost["kind"], continent?: Continent): readonly GoogleRegistryHost[] =>
    googleRegistryHosts.filter((entry) => entry.kind === kind && (!continent || entry.continent === continent));
  const names = continentNames();
  return [
    { id: "multi-region", label: l10n.t("Multi-regions"), hosts: of("multi-region") },
    ...continents.map((continent) => ({ id: continent, label: names[continent], hosts: of("region", continent) })),
    { id: "gcr.io", label: l10n.t("gcr.io names"), hosts: of("gcr.io") },
    { id: "regional endpoint", label: l10n.t("Regional endpoints"), hosts: of("regional endpoint") },
  ];
}

function continentNames(): Readonly<Record<Continent, string>> {
  return {
    africa: l10n.t("Africa"),
    asia: l10n.t("Asia"),
    australia: l10n.t("Australia"),
    europe: l10n.t("Europe"),
    "middle east": l10n.t("Middle East"),
    "north america": l10n.t("North America"),
    "south america": l10n.t("South America"),
  };
}
