import { l10n, type QuickPickItem, type Uri, window, workspace } from "vscode";
import { hasPlaceholder } from "../../core/carriers/placeholders.ts";
import { credentialHosts, type ExtractForm, extract, extractForms } from "../../core/convert/extract.ts";
import { credentialEntries } from "../../core/credentials/credentialEntries.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { askedRegistries, pickEntry } from "../credentials/registriesEntry.ts";

export const extractCredentialCommand = "k3sRegistries.extractCredential";

/** Exports the credential of a registry as a file, which is untitled until the user saves it. */
export async function extractCredential(asked: Uri | undefined, askedHost: unknown): Promise<void> {
  const title = l10n.t("Extract Credential: Registry");
  const opened = await askedRegistries(asked, title);
  if (!opened) return;
  const { file } = opened.region;
  const hosts = credentialHosts(file);
  if (hosts.length === 0 && credentialEntries(file).length > 0 && hasPlaceholder(file.doc.text))
    throw new UserProblem(
      l10n.t("No credential of this registries.yaml is in the file itself. Another tool fills it in."),
    );
  const host = await pickEntry(hosts, askedHost, title, l10n.t("Whose credential?"));
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
