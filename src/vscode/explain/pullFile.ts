import { l10n, type QuickPickItem, type Uri, window, workspace } from "vscode";
import { UserProblem } from "../../core/text/userProblem.ts";
import { registriesFiles } from "../destination.ts";
import { isTooLargeRegistries } from "../documents.ts";
import { carrierOf, regionsOf } from "../openedRegistries.ts";
import { pickRegion, regionLabel } from "../regionPicker.ts";
import { regionUri } from "../regionUri.ts";

/**
 * The address of the registries.yaml that a pull goes by: the one in front, even if it is too large, the only one, or one
 * that is asked for.
 *
 * @param title of the question
 * @returns `undefined` when the user cancels
 * @throws UserProblem when there is no registries.yaml
 */
export async function pullFile(title: string): Promise<Uri | undefined> {
  const found = await pullFileOrNone(title);
  if (found === "none") throw new UserProblem(nothingFound());
  return found;
}

/**
 * The same, or `none` when there is no registries.yaml.
 *
 * @param shown the file that a page is about: it is not asked for again
 */
export async function pullFileOrNone(title: string, shown?: Uri): Promise<Uri | "none" | undefined> {
  const front = window.activeTextEditor?.document;
  if (front && isTooLargeRegistries(front)) return front.uri;
  if (front && regionsOf(front).length > 0) return pickRegion(front, title);
  if (shown) return shown;
  const files = (await registriesFiles()).map(item);
  const items = [...files, ...openCarried()];
  if (items.length <= 1) return items[0]?.uri ?? "none";
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t("Which registries.yaml do the nodes use?"),
  });
  return picked?.uri;
}

type Item = QuickPickItem & { readonly uri: Uri };

function item(uri: Uri): Item {
  return { label: workspace.asRelativePath(uri), uri };
}

/** The registries.yaml files that open documents carry, but for examples: no node has them. */
function openCarried(): readonly Item[] {
  return workspace.textDocuments.flatMap((document) =>
    (document.isClosed ? [] : (carrierOf(document)?.regions ?? [])).flatMap((region, index) => {
      const uri = regionUri(document.uri, index);
      return region.facts.example ? [] : [{ label: regionLabel(uri, region), uri }];
    }),
  );
}

/** The message for a workspace without a registries.yaml. */
export function nothingFound(): string {
  return l10n.t("No registries.yaml found in this workspace. Open the one that the nodes use.");
}
