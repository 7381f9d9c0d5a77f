import { extensions } from "vscode";

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: {
        readonly "k3sRegistries.rules": {
          readonly properties: Readonly<Record<string, { readonly description: string }>>;
        };
      };
    };
  };
}

/** What a rule finds, in one line: the description of its setting in the manifest, which so need not be here again. */
export function ruleSummary(id: string): string {
  const manifest: Manifest | undefined = extensions.getExtension("k3s-registries.k3s-registries")?.packageJSON;
  const rules = manifest?.contributes.configuration.properties["k3sRegistries.rules"].properties;
  return rules?.[id]?.description.replace(/\.$/, "") ?? id;
}
