import { l10n, type QuickPickItem, window } from "vscode";
import type { Credential } from "../../core/credentials/credential.ts";
import { type RegistryPreset, registryPresets } from "../../core/credentials/registryPresets.ts";
import { pairCredential, usernameProblem } from "../../core/credentials/userPassword.ts";
import { hostProblem, registryHost } from "../../core/hosts/registryHost.ts";
import { registryPrompts } from "./registryPrompts.ts";

/**
 * Asks for a registry, a user and a password in VS Code's own input boxes: no password is ever typed into the converter's page.
 *
 * @returns `undefined` when the user cancels
 */
export async function askCredential(): Promise<Credential | undefined> {
  type Item = QuickPickItem & { readonly preset?: RegistryPreset };
  const items: Item[] = registryPresets.map((preset) => {
    const { label, host, usualHost, hostExample } = preset;
    return { label, description: host ?? usualHost ?? hostExample ?? "", preset };
  });
  items.push({ label: l10n.t("Another registry") });
  const title = l10n.t("Add Credential");
  const placeHolder = l10n.t("Which registry is it for?");
  const picked = await window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  if (!picked) return undefined;
  const { preset } = picked;
  const prompts = preset && registryPrompts[preset.id];
  const host = preset?.host ?? (await askHost(title, preset));
  if (host === undefined) return undefined;
  const ask = { title: `${title}: ${host}`, ignoreFocusOut: true };
  const username = preset?.username ?? (await askUsername(ask, preset));
  if (username === undefined) return undefined;
  const password = await window.showInputBox({
    ...ask,
    prompt: prompts
      ? // With a username that is asked for, the note was shown there.
        withNote(prompts.password, prompts.username === undefined ? prompts.note : undefined)
      : l10n.t("Password or token of {0}", username),
    password: true,
    validateInput: (text) => {
      const pair = pairCredential(username, text, host);
      return pair.ok ? undefined : pair.problem;
    },
  });
  const pair = password === undefined ? undefined : pairCredential(username, password, host);
  return pair?.ok ? pair.credential : undefined;
}

/** A picker cuts long lines off, but a prompt has room for what is to know. */
function withNote(prompt: string, note: string | undefined): string {
  return note ? l10n.t("{0}. {1}", prompt, note) : prompt;
}

async function askUsername(
  ask: { readonly title: string; readonly ignoreFocusOut: boolean },
  preset: RegistryPreset | undefined,
): Promise<string | undefined> {
  const prompts = preset && registryPrompts[preset.id];
  const username = await window.showInputBox({
    ...ask,
    prompt: withNote(prompts?.username ?? l10n.t("User"), prompts?.note),
    placeHolder: preset?.usernameExample ?? "",
    validateInput: (text) => usernameProblem(text.trim()),
  });
  return username?.trim();
}

async function askHost(title: string, preset: RegistryPreset | undefined): Promise<string | undefined> {
  const host = await window.showInputBox({
    title,
    prompt: l10n.t("Registry host, with its port if it has one"),
    placeHolder: preset?.hostExample ?? "registry.example.com:5000",
    ignoreFocusOut: true,
    ...(preset?.usualHost === undefined ? {} : { value: preset.usualHost }),
    validateInput: (text) => hostProblem(registryHost(text)),
  });
  return host === undefined ? undefined : registryHost(host);
}
