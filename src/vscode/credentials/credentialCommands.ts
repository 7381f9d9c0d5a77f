import { type Command, l10n, type TextDocument, type Uri } from "vscode";
import { convertCredentialCommand } from "../commands/convertCredential.ts";
import { extractCredentialCommand } from "../commands/extractCredential.ts";
import { replaceCredentialCommand } from "../commands/replaceCredential.ts";

/** The commands for a credential file, as code lenses and code actions offer them. */
export function convertCommand({ uri }: TextDocument): Command {
  return { title: l10n.t("Convert to registries.yaml"), command: convertCredentialCommand, arguments: [uri] };
}

/**
 * Replaces the credential of one registry.
 *
 * @param address of the registries.yaml
 */
export function replaceCommand(address: Uri, host: string): Command {
  return { title: l10n.t("Replace credential…"), command: replaceCredentialCommand, arguments: [address, host] };
}

/** Gives the credential of one registry back as a file. */
export function extractCommand(address: Uri, host: string): Command {
  return { title: l10n.t("Extract credential…"), command: extractCredentialCommand, arguments: [address, host] };
}
