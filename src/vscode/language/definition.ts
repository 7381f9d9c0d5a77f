import { type Disposable, type DocumentSelector, type LocationLink, languages } from "vscode";
import { definition } from "../../core/language/definition.ts";
import { regionAt } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";
import { isRedHatYamlInstalled } from "./redHatYaml.ts";

/** Go to definition between endpoints, mirrors and the entries of configs. */
export function registerDefinition(selector: DocumentSelector): Disposable {
  return languages.registerDefinitionProvider(selector, {
    provideDefinition(document, position): LocationLink[] | undefined {
      const at = regionAt(document, position);
      if (!at) return undefined;
      const { region, offset } = at;
      const found = definition(region.file, offset);
      if (found?.anchor && isRedHatYamlInstalled()) return undefined;
      return found?.targets.map(({ span, selection }) => ({
        originSelectionRange: toRange(document, region.outerSpan(found.origin)),
        targetUri: document.uri,
        targetRange: toRange(document, region.outerSpan(span)),
        targetSelectionRange: toRange(document, region.outerSpan(selection)),
      }));
    },
  });
}
