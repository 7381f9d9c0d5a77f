import { l10n, type Uri, window, workspace } from "vscode";
import { UserProblem } from "../../core/text/userProblem.ts";
import { registriesFiles } from "../destination.ts";
import { isRegistriesDocument, isTooLargeRegistries } from "../documents.ts";

/**
 * The registries.yaml that a pull goes by: the one in front, even if it is too large, the only one, or one that is
 * asked for.
 *
 * @param title of the question
 * @returns `undefined` when the user cancels
 * @throws UserProblem when there is no registries.yaml
 */
export async function pullFile(title: string): Promise<Uri | undefined> {
  const found = await pullFileOrNone(title);
  if (found === "none")
    throw new UserProblem(l10n.t("No registries.yaml found in this workspace. Open the one that the nodes use."));
  return found;
}

/**
 * The same, or `none` when there is no registries.yaml.
 *
 * @param shown the file that a page is about: it is not asked for again
 */
export async function pullFileOrNone(title: string, shown?: Uri): Promise<Uri | "none" | undefined> {
  const front = window.activeTextEditor?.document;
  if (front && (isRegistriesDocument(front) || isTooLargeRegistries(front))) return front.uri;
  if (shown) return shown;
  const files = await registriesFiles();
  if (files.length === 0) return "none";
  if (files.length === 1) return files[0];
  const items = files.map((uri) => ({ label: workspace.asRelativePath(uri), uri }));
  const picked = await window.showQuickPick(items, {
    title,
    placeHolder: l10n.t("Which registries.yaml do the nodes use?"),
  });
  return picked?.uri;
}
