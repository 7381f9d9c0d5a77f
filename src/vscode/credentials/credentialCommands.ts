import { type Command, l10n, type Range, type TextDocument, type Uri } from "vscode";
import { isWritable } from "../../core/convert/convertIntoRegion.ts";
import { credentialHosts } from "../../core/convert/extract.ts";
import { credentialEntries } from "../../core/credentials/credentialEntries.ts";
import { convertCredentialCommand } from "../commands/convertCredential.ts";
import { extractCredentialCommand } from "../commands/extractCredential.ts";
import { replaceCredentialCommand } from "../commands/replaceCredential.ts";
import { verifyCredentialsCommand } from "../commands/verifyCredentials.ts";
import { commandedRegions } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";

/** The commands for a credential file, as code lenses and code actions offer them. */
export function convertCommand({ uri }: TextDocument): Command {
  return { title: l10n.t("Convert to registries.yaml"), command: convertCredentialCommand, arguments: [uri] };
}

/** What can be done with the credential of one registry in a document. */
export interface EntryCommands {
  /** Where its key is. */
  readonly key: Range;
  /** From the key to the end of what is under it. */
  readonly entry: Range;
  /** `undefined` where the file can't be changed. */
  readonly replace: Command | undefined;
  /** `undefined` for one that is half typed, or filled in by a tool. */
  readonly extract: Command | undefined;
  /** As for `extract`. */
  readonly verify: Command | undefined;
}

/** The commands for the credentials of all registries.yaml files of a document, in order. */
export function entryCommands(document: TextDocument): readonly EntryCommands[] {
  return commandedRegions(document).flatMap(({ region, address }) => {
    const { file } = region;
    const entries = credentialEntries(file);
    const extractable = new Set(entries.length > 0 ? credentialHosts(file) : []);
    const canReplace = entries.length > 0 && isWritable(region);
    return entries.map(({ host, key, entry }) => ({
      key: toRange(document, region.outerSpan(key)),
      entry: toRange(document, region.outerSpan(entry)),
      replace: canReplace ? replaceCommand(address, host) : undefined,
      extract: extractable.has(host) ? extractCommand(address, host) : undefined,
      verify: extractable.has(host) ? verifyCommand(address, host) : undefined,
    }));
  });
}

function replaceCommand(address: Uri, host: string): Command {
  return { title: l10n.t("Replace credential…"), command: replaceCredentialCommand, arguments: [address, host] };
}

function extractCommand(address: Uri, host: string): Command {
  return { title: l10n.t("Extract credential…"), command: extractCredentialCommand, arguments: [address, host] };
}

function verifyCommand(address: Uri, host: string): Command {
  return { title: l10n.t("Verify credential…"), command: verifyCredentialsCommand, arguments: [address, host] };
}
