import { l10n, type QuickPickItem, type TextDocument, type Uri, WorkspaceEdit, window, workspace } from "vscode";
import type { Region } from "../../core/carriers/region.ts";
import type { HostChange } from "../../core/convert/convert.ts";
import { rotateInRegion } from "../../core/convert/convertIntoRegion.ts";
import { type Rotation, rotate } from "../../core/convert/rotate.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import type { Success } from "../../core/text/result.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { chooseCredentialFile } from "../credentials/credentialFile.ts";
import { pickCredential } from "../credentials/pickCredentials.ts";
import { destinationDocument, registriesFiles, tooLargeRegistriesFiles } from "../destination.ts";
import { openDocument } from "../documents.ts";
import { tooLargeText } from "../fileSize.ts";
import { findCarried } from "../findCarried.ts";
import { carrierOf, registriesOf } from "../openedRegistries.ts";
import { regionLabel } from "../regionPicker.ts";
import { toRange } from "../translate.ts";
import { copyToNodes, offerNextSteps, rollOut } from "./nextSteps.ts";

export const rotateKeyCommand = "k3sRegistries.rotateKey";

type Rotated = Pick<Success<Rotation>, "edits" | "changes" | "others">;

/** A registries.yaml with old keys of the account: a file, or one of those that it carries. */
interface RotatedFile {
  readonly name: string;
  readonly document: TextDocument;
  /** Of the document when it was looked at. */
  readonly version: number;
  readonly rotation: Rotated;
}

/**
 * Puts a new key of a Google service account in the place of its old ones, in the files that the user picks, as one
 * step of undo. The files stay unsaved.
 *
 * @returns the key's file and those that were changed, once it is done
 */
export async function rotateKey(asked: Uri | undefined): Promise<readonly Uri[]> {
  const file = await chooseCredentialFile(asked);
  if (!file) return [];
  const keys = file.credentials.filter(({ kind }) => kind === "google-key");
  if (keys.length === 0)
    throw new UserProblem(
      l10n.t("Only Google service-account keys can be rotated. For other credentials, use Replace Credential."),
    );
  const key = await pickCredential(keys);
  if (!key) return [];
  const files = await filesWithOldKeys(key);
  const picked = await pickFiles(files, key);
  if (!picked) return [];
  await apply(picked);
  const changed = [...new Set(picked.map(({ document }) => document))];
  if (changed.every((document) => carrierOf(document) === undefined)) void offerNextSteps(done(changed.length));
  else void window.showInformationMessage(`${replacedIn(changed.length)} ${rollOut()}`);
  return [file.uri, ...changed.map(({ uri }) => uri)];
}

function replacedIn(files: number): string {
  return files === 1 ? l10n.t("The key was replaced in 1 file.") : l10n.t("The key was replaced in {0} files.", files);
}

function done(files: number): string {
  const next =
    files === 1
      ? copyToNodes()
      : l10n.t("Save the files, copy them to every node that pulls, and restart k3s or RKE2 there.");
  return `${replacedIn(files)} ${next}`;
}

async function filesWithOldKeys(key: Credential): Promise<readonly RotatedFile[]> {
  const files: RotatedFile[] = [];
  const problems: string[] = [];
  const stuck: string[] = [];
  const account = key.description.account ?? "";
  let current = 0;
  for (const uri of await registriesFiles()) {
    const document = await destinationDocument({ kind: "existing", uri });
    if (!document) continue;
    const rotation = rotate(registriesOf(document), key);
    if (!rotation.ok) {
      problems.push(rotation.problem);
      if (document.getText().includes(account)) stuck.push(workspace.asRelativePath(uri));
    } else if (rotation.edits.length === 0) current++;
    else files.push({ name: workspace.asRelativePath(uri), document, version: document.version, rotation });
  }
  const unwritten: string[] = [];
  const isHeld = ({ file, text }: Region): boolean =>
    rotate(file, key).ok || (account !== "" && text.includes(account));
  for (const uri of await findCarried(isHeld)) {
    const document = openDocument(uri.toString()) ?? (await workspace.openTextDocument(uri));
    const carrier = carrierOf(document);
    for (const [index, region] of carrier?.regions.entries() ?? []) {
      if (!carrier || region.facts.example || !isHeld(region)) continue;
      const name = regionLabel(document.uri, region);
      const inside = rotate(region.file, key);
      const rotation = rotateInRegion(carrier, index, key);
      if (!inside.ok) stuck.push(name);
      else if (inside.edits.length === 0) current++;
      else if (rotation.ok) files.push({ name, document, version: document.version, rotation });
      else unwritten.push(`${name}: ${rotation.problem}`);
    }
  }
  const remarks = [...unwritten, ...(await tooLargeRegistriesFiles()).map(tooLargeText)];
  if (stuck.length > 0)
    remarks.unshift(
      l10n.t(
        "The key of {0} can't be replaced in {1}. Fix the problems in that file, then rotate the key again.",
        account,
        stuck.join(", "),
      ),
    );
  if (files.length === 0) {
    const reasons = stuck.length + unwritten.length > 0 ? [] : [nothingToRotate(account, current, problems)];
    throw new UserProblem([...reasons, ...remarks].join(" "));
  }
  if (remarks.length > 0) void window.showWarningMessage(remarks.join(" "));
  return files;
}

function nothingToRotate(account: string, current: number, problems: readonly string[]): string {
  if (current > 0) return l10n.t("Every registries.yaml with a key of {0} already contains this one.", account);
  const [only, ...more] = problems;
  if (only && more.length === 0) return only;
  return l10n.t(
    "No registries.yaml here contains a key of {0}. Open the file, or convert the key for its registries.",
    account,
  );
}

async function pickFiles(files: readonly RotatedFile[], key: Credential): Promise<readonly RotatedFile[] | undefined> {
  type Item = QuickPickItem & { readonly file: RotatedFile };
  const items: Item[] = files.map((file) => ({
    label: file.name,
    description: replaced(file.rotation)
      .map(({ host }) => host)
      .join(", "),
    detail: [...replacedKeys(file.rotation), ...keptHosts(file.rotation)].join("; "),
    picked: true,
    file,
  }));
  const picked = await window.showQuickPick(items, {
    title: l10n.t("Rotate Key of {0}", key.description.account ?? ""),
    placeHolder: l10n.t("Select the files to replace the key in"),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked && picked.length > 0 ? picked.map(({ file }) => file) : undefined;
}

function replaced({ changes }: Rotated): readonly HostChange[] {
  return changes.filter(({ action }) => action === "replaced");
}

function replacedKeys(rotation: Rotated): readonly string[] {
  const ids = replaced(rotation).map(({ old, new: fresh }) =>
    l10n.t("key {0} → {1}", old?.keyId ?? l10n.t("without an ID"), fresh.keyId ?? ""),
  );
  return [...new Set(ids)];
}

function keptHosts({ others }: Rotated): readonly string[] {
  return others.length === 0 ? [] : [l10n.t("unchanged keys of other accounts: {0}", others.join(", "))];
}

async function apply(files: readonly RotatedFile[]): Promise<void> {
  if (files.some(({ document, version }) => document.version !== version))
    throw new UserProblem(l10n.t("A file changed in the meantime, so nothing was written. Rotate the key again."));
  const change = new WorkspaceEdit();
  for (const { document, rotation } of files)
    for (const edit of rotation.edits) change.replace(document.uri, toRange(document, edit), edit.text);
  if (!(await workspace.applyEdit(change)))
    throw new UserProblem(l10n.t("A file can't be changed. It may be read-only. Nothing was written."));
  const [first] = files;
  if (first) await window.showTextDocument(first.document, { preview: false });
}
