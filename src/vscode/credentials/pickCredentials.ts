import { l10n, type QuickPickItem, window } from "vscode";
import { alternatives } from "../../core/credentials/alternatives.ts";
import type { Credential } from "../../core/credentials/credential.ts";

/**
 * Asks which credentials of a file to use, where it holds several: one of those that can't stand side by side, and any
 * of those that can.
 *
 * @returns at least one, or `undefined` when the user cancels
 */
export async function pickCredentials(credentials: readonly Credential[]): Promise<readonly Credential[] | undefined> {
  const picked: Credential[] = [];
  for (const group of alternatives(credentials)) {
    const one = await pickCredential(group);
    if (!one) return undefined;
    picked.push(one);
  }
  return picked.length > 1 ? pickSome(picked) : picked;
}

/** Asks for one of several credentials, if they are several. */
export async function pickCredential(credentials: readonly Credential[]): Promise<Credential | undefined> {
  if (credentials.length <= 1) return credentials[0];
  const shared = credentials[0]?.hosts.find((host) => credentials.every(({ hosts }) => hosts.includes(host)));
  const picked = await window.showQuickPick(credentials.map(credentialItem), {
    title: l10n.t("Convert Credential: Select a Credential"),
    placeHolder:
      shared === undefined
        ? l10n.t("The file contains several credentials. Which one do you want to use?")
        : l10n.t("The file contains several credentials for {0}, but a registry can have only one.", shared),
    ignoreFocusOut: true,
  });
  return picked?.credential;
}

async function pickSome(credentials: readonly Credential[]): Promise<readonly Credential[] | undefined> {
  const items = credentials.map((credential) => ({ ...credentialItem(credential), picked: true }));
  const picked = await window.showQuickPick(items, {
    title: l10n.t("Convert Credential: Select Credentials"),
    placeHolder: l10n.t("Select the credentials to write to registries.yaml"),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked && picked.length > 0 ? picked.map(({ credential }) => credential) : undefined;
}

/** A credential as pickers show it: by what is no secret. */
export function credentialItem(credential: Credential): QuickPickItem & { readonly credential: Credential } {
  const { hosts, description } = credential;
  const { account, entry, project, keyId, expires } = description;
  const names = [hosts.length > 0 ? hosts.join(", ") : entry, account].filter((name) => name !== undefined);
  const more = [
    ...(project === undefined ? [] : [l10n.t("project {0}", project)]),
    ...(keyId === undefined ? [] : [l10n.t("key {0}", keyId)]),
    ...(hosts.length > 0 && entry !== undefined && !hosts.includes(entry) ? [entry] : []),
    ...(expires === undefined ? [] : [l10n.t("expires {0}", dayOf(expires))]),
  ];
  return {
    label: names[0] ?? l10n.t("identity token"),
    description: names.slice(1).join(" "),
    ...(more.length > 0 ? { detail: more.join(", ") } : {}),
    credential,
  };
}

/** The day, in UTC, of a time in seconds since 1970; a time that no calendar has stays a number. */
function dayOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().slice(0, 10);
}
