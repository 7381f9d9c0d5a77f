import { type Disposable, l10n, languages } from "vscode";
import { renameEdits, renameTarget } from "../../core/language/rename.ts";
import { isRegistriesDocument, isTooLargeRegistries, registriesSelector } from "../documents.ts";
import { tooLargeText } from "../fileSize.ts";
import { registriesOf } from "../openedRegistries.ts";
import { toRange, toWorkspaceEdit } from "../translate.ts";

/** Renames a host in every place of a registries.yaml. VS Code shows the message of an error beside the cursor. */
export function registerRename(): Disposable {
  return languages.registerRenameProvider(registriesSelector, {
    prepareRename(document, position) {
      if (isTooLargeRegistries(document)) throw new Error(tooLargeText(document.uri));
      if (!isRegistriesDocument(document))
        throw new Error(l10n.t("This is not a registries.yaml for k3s or RKE2, so no host is renamed."));
      const target = renameTarget(registriesOf(document), document.offsetAt(position));
      if (!target.ok) throw new Error(target.problem);
      return { range: toRange(document, target), placeholder: target.name };
    },
    provideRenameEdits(document, position, newName) {
      if (!isRegistriesDocument(document)) return undefined;
      const renamed = renameEdits(registriesOf(document), document.offsetAt(position), newName);
      if (!renamed.ok) throw new Error(renamed.problem);
      return toWorkspaceEdit(document, renamed.edits);
    },
  });
}
