import { l10n, type QuickPickItem, type Uri, window, workspace } from "vscode";
import { credentialHosts, type ExtractForm, extract, extractForms } from "../../core/convert/extract.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { pickEntry, registriesDocument } from "../credentials/registriesEntry.ts";
import { registriesOf } from "../openedRegistries.ts";

export const extractCredentialCommand = "k3sRegistries.extractCredential";

/** Exports the credential of a registry as a file, which is untitled until the user saves it. */
export async function extractCredential(asked: Uri | undefined, askedHost: unknown): Promise<void> {
  const document = await registriesDocument(asked);
  const file = registriesOf(document);
  const title = l10n.t("Extract Credential: Registry");
  const host = await pickEntry(credentialHosts(file), askedHost, title, l10n.t("Whose credential?"));
  const form = host === undefined ? undefined : await pickForm(extractForms(file, host));
  if (host === undefined || !form) return;
  const extracted = extract(file, host, form);
  if (!extracted.ok) throw new UserProblem(extracted.problem);
  const content = await workspace.openTextDocument({ language: extracted.language, content: extracted.text });
  await window.showTextDocument(content, { preview: false });
}

async function pickForm(forms: readonly ExtractForm[]): Promise<ExtractForm | undefined> {
  if (forms.length === 1) return forms[0];
  type Item = QuickPickItem & { readonly form: ExtractForm };
  const texts: Readonly<Record<ExtractForm, Required<Pick<QuickPickItem, "label" | "description">>>> = {
    "google-key": {
      label: l10n.t("Google key"),
      description: l10n.t("the JSON of the service account's key"),
    },
    "docker-config": {
      label: l10n.t("Docker config.json"),
      description: l10n.t("for docker, podman and skopeo"),
    },
    "pull-secret": {
      label: l10n.t("Kubernetes pull secret"),
      description: l10n.t("for imagePullSecrets"),
    },
  };
  const items: Item[] = forms.map((form) => ({ ...texts[form], form }));
  const picked = await window.showQuickPick(items, {
    title: l10n.t("Extract Credential: Form"),
    placeHolder: l10n.t("Which format do you want?"),
  });
  return picked?.form;
}
