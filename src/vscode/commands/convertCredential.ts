import { l10n, type Memento, type Uri } from "vscode";
import { type Assignment, googleCredentialHosts } from "../../core/convert/convert.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import type { RegistriesFile } from "../../core/file/file.ts";
import { namedHosts } from "../../core/file/namedHosts.ts";
import { openRegistries } from "../../core/file/openRegistries.ts";
import { applyConversion } from "../applyConversion.ts";
import { conversionSettings } from "../conversionSettings.ts";
import { chooseCredentialFile } from "../credentials/credentialFile.ts";
import { pickCredentials } from "../credentials/pickCredentials.ts";
import { type Destination, destinationDocument, pickDestination } from "../destination.ts";
import { lastHosts, pickHosts, recentHosts, rememberHosts } from "../hostPicker.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { regionIn } from "../openedRegistries.ts";
import { fileOf, regionIndex } from "../regionUri.ts";

/** The id is older than the kinds of credentials besides Google's keys: people have it in their key bindings. */
export const convertCredentialCommand = "k3sRegistries.convertKey";

/**
 * Converts credentials by questions alone: the file, which of them, where to, which registries.
 *
 * @returns the files that hold a secret, once it is done: the credential's own and the one that was written
 */
export async function convertCredential(
  memory: Memento,
  settings: LintSettingsProvider,
  asked?: Uri,
): Promise<readonly Uri[]> {
  const file = await chooseCredentialFile(asked);
  const credentials = file && (await pickCredentials(file.credentials));
  const written = credentials ? await writeCredentials(memory, settings, credentials, file.left) : undefined;
  return file && written ? [file.uri, ...written] : [];
}

/** Asks where credentials are to be written and for which registries, and writes them. */
async function writeCredentials(
  memory: Memento,
  settings: LintSettingsProvider,
  credentials: readonly Credential[],
  left: readonly string[],
): Promise<readonly Uri[] | undefined> {
  const destination = await pickDestination();
  if (!destination) return undefined;
  const document = await destinationDocument(destination);
  const index = destination.kind === "existing" ? regionIndex(destination.uri) : undefined;
  const existing = (document && regionIn(document, index)?.region.file) ?? openRegistries("");
  const assignments: Assignment[] = [];
  for (const credential of credentials) {
    const named = credentials.length > 1 && credential.hosts.length > 0;
    const hosts = named ? credential.hosts : await hostsFor(memory, credential, existing);
    if (!hosts) return undefined;
    assignments.push({ credential, hosts });
  }
  const notes = [...credentials.flatMap(({ warnings }) => warnings), ...left];
  return writeAssignments(memory, settings, destination, assignments, notes);
}

/**
 * Writes credentials for registries that are known.
 *
 * @param notes what the user should know before
 * @returns the saved files that were written, or `undefined` when the user thought better of it
 */
export async function writeAssignments(
  memory: Memento,
  settings: LintSettingsProvider,
  destination: Destination,
  assignments: readonly Assignment[],
  notes: readonly string[],
): Promise<readonly Uri[] | undefined> {
  const done = await applyConversion({
    assignments,
    destination,
    notes,
    ...(await conversionSettings(settings, destination)),
  });
  if (!done) return undefined;
  await rememberHosts(memory, assignments);
  return destination.kind === "existing" ? [fileOf(destination.uri)] : [];
}

function hostsFor(
  memory: Memento,
  credential: Credential,
  existing: RegistriesFile,
): Promise<readonly string[] | undefined> {
  const { account } = credential.description;
  const title =
    account === undefined
      ? l10n.t("Convert Credential: Registries")
      : l10n.t("Convert Credential: Registries of {0}", account);
  if (credential.kind !== "google-key")
    return pickHosts({ title, preselected: credential.hosts, google: false, others: namedHosts(existing) });
  const suggestions = [credential.hosts, googleCredentialHosts(existing), lastHosts(memory)];
  const preselected = suggestions.find((hosts) => hosts.length > 0) ?? [];
  return pickHosts({ title, preselected, google: true, recent: recentHosts(memory) });
}
