import { l10n, type Memento, type Uri } from "vscode";
import { type Assignment, googleCredentialHosts } from "../../core/convert/convert.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import { namedHosts } from "../../core/registries/namedHosts.ts";
import type { Phrase } from "../../core/text/phrase.ts";
import { applyConversion } from "../applyConversion.ts";
import { conversionSettings } from "../conversionSettings.ts";
import { chooseCredentialFile } from "../credentials/credentialFile.ts";
import { pickCredentials } from "../credentials/pickCredentials.ts";
import { lastHosts, pickHosts, rememberHosts } from "../hostPicker.ts";
import type { LintSettingsOf } from "../lintSettings.ts";
import { pickTarget, targetDocument } from "../target.ts";

/** The id is older than the kinds of credentials besides Google's keys: people have it in their key bindings. */
export const convertCredentialCommand = "k3sRegistries.convertKey";

/** Converts credentials by questions alone: the file, which of them, where to, which registries. */
export async function convertCredential(memory: Memento, settings: LintSettingsOf, asked?: Uri): Promise<void> {
  const file = await chooseCredentialFile(asked);
  const credentials = file && (await pickCredentials(file.credentials));
  if (credentials) await writeCredentials(memory, settings, credentials, file.left);
}

/**
 * Asks where credentials are to be written and for which registries, and writes them.
 *
 * @param left what else their file holds, which the user is told of
 */
export async function writeCredentials(
  memory: Memento,
  settings: LintSettingsOf,
  credentials: readonly Credential[],
  left: readonly Phrase[] = [],
): Promise<void> {
  const target = await pickTarget();
  if (!target) return;
  const text = (await targetDocument(target))?.getText() ?? "";
  const assignments: Assignment[] = [];
  for (const credential of credentials) {
    const hosts =
      credentials.length > 1 && credential.hosts.length > 0
        ? credential.hosts
        : await hostsFor(credential, text, lastHosts(memory));
    if (!hosts) return;
    assignments.push({ credential, hosts });
  }
  const notes = [...credentials.flatMap(({ warnings }) => warnings), ...left];
  if (await applyConversion({ assignments, target, notes, ...(await conversionSettings(settings, target)) }))
    await rememberHosts(memory, assignments);
}

function hostsFor(
  credential: Credential,
  text: string,
  last: readonly string[],
): Promise<readonly string[] | undefined> {
  const { account } = credential.description;
  const title =
    account === undefined
      ? l10n.t("Convert Credential: Registries")
      : l10n.t("Convert Credential: Registries of {0}", account);
  if (credential.kind !== "google-key")
    return pickHosts({ title, preselected: credential.hosts, google: false, others: namedHosts(text) });
  const inText = googleCredentialHosts(text);
  return pickHosts({ title, preselected: inText.length > 0 ? inText : last, google: true });
}
