import { type Disposable, type LocationLink, languages } from "vscode";
import { definition } from "../../core/language/definition.ts";
import { isRegistriesDocument, registriesSelector } from "../documents.ts";
import { registriesOf } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";
import { isRedHatYamlInstalled } from "./redHatYaml.ts";

/** Go to definition between endpoints, mirrors and the entries of configs. */
export function registerDefinition(): Disposable {
  return languages.registerDefinitionProvider(registriesSelector, {
    provideDefinition(document, position): LocationLink[] | undefined {
      if (!isRegistriesDocument(document)) return undefined;
      const found = definition(registriesOf(document), document.offsetAt(position));
      if (found?.anchor && isRedHatYamlInstalled()) return undefined;
      return found?.targets.map(({ span, selection }) => ({
        originSelectionRange: toRange(document, found.origin),
        targetUri: document.uri,
        targetRange: toRange(document, span),
        targetSelectionRange: toRange(document, selection),
      }));
    },
  });
}
