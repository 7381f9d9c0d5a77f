import { l10n, type Uri } from "vscode";
import { credentialEntries } from "../../core/credentials/credentialEntries.ts";
import { applyConversion } from "../applyConversion.ts";
import { conversionSettings } from "../conversionSettings.ts";
import { pickCredentialFile, readCredentialFile } from "../credentials/credentialFile.ts";
import { pickCredential } from "../credentials/pickCredentials.ts";
import { askedRegistries, pickEntry } from "../credentials/registriesEntry.ts";
import type { Destination } from "../destination.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { fileOf } from "../regionUri.ts";

export const replaceCredentialCommand = "k3sRegistries.replaceCredential";

/**
 * Puts the credential of a file in the place of the one that a registry has.
 *
 * @returns both files, once it is done
 */
export async function replaceCredential(
  settings: LintSettingsProvider,
  asked: Uri | undefined,
  askedHost: unknown,
): Promise<readonly Uri[]> {
  const title = l10n.t("Replace Credential: Registry");
  const opened = await askedRegistries(asked, title);
  if (!opened) return [];
  const { region, address } = opened;
  const hosts = credentialEntries(region.file).map(({ host }) => host);
  const host = await pickEntry(hosts, askedHost, title, l10n.t("Which registry needs another credential?"));
  const uri = host === undefined ? undefined : await pickCredentialFile(l10n.t("Replace"));
  if (host === undefined || !uri) return [];
  const { credentials, left } = await readCredentialFile(uri);
  const own = credentials.filter(({ hosts }) => hosts.includes(host));
  const credential = await pickCredential(own.length > 0 ? own : credentials);
  if (!credential) return [];
  const destination: Destination = { kind: "existing", uri: address };
  const written = { ...(await conversionSettings(settings, destination)), mirrors: false };
  const assignments = [{ credential, hosts: [host] }];
  const notes = own.length > 0 ? credential.warnings : [...credential.warnings, ...left];
  return (await applyConversion({ assignments, destination, notes, ...written })) ? [uri, fileOf(address)] : [];
}
