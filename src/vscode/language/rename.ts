import { type Disposable, type DocumentSelector, l10n, languages } from "vscode";
import { renameEdits, renameTarget } from "../../core/language/rename.ts";
import { isTooLargeRegistries } from "../documents.ts";
import { tooLargeText } from "../fileSize.ts";
import { regionAt, writtenEdits } from "../openedRegistries.ts";
import { toRange, toWorkspaceEdit } from "../translate.ts";

/** Renames a host in every place of a registries.yaml. VS Code shows the message of an error beside the cursor. */
export function registerRename(selector: DocumentSelector): Disposable {
  return languages.registerRenameProvider(selector, {
    prepareRename(document, position) {
      if (isTooLargeRegistries(document)) throw new Error(tooLargeText(document.uri));
      const at = regionAt(document, position);
      if (!at) throw new Error(l10n.t("This is not a registries.yaml for k3s or RKE2, so no host is renamed."));
      const target = renameTarget(at.region.file, at.offset);
      if (!target.ok) throw new Error(at.region.shown(target.problem));
      return { range: toRange(document, at.region.outerSpan(target)), placeholder: target.name };
    },
    provideRenameEdits(document, position, newName) {
      const at = regionAt(document, position);
      if (!at) return undefined;
      const { region, offset } = at;
      const renamed = renameEdits(region.file, offset, newName);
      if (!renamed.ok) throw new Error(region.shown(renamed.problem));
      const edits = writtenEdits(document, region, renamed.edits);
      if (!edits) throw new Error(l10n.t("The new name can't be written in this file."));
      return toWorkspaceEdit(document, edits);
    },
  });
}
