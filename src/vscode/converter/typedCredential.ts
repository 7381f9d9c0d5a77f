import { l10n, type QuickPickItem, window } from "vscode";
import type { Credential } from "../../core/credentials/credential.ts";
import { hostProblem, normaliseHost } from "../../core/registries/hosts.ts";
import { localised } from "../phrases.ts";

/** Registries that many have an account of, and what its user looks like where that is not the account's name. */
const knownRegistries: Readonly<Record<string, string>> = {
  "docker.io": "",
  "ghcr.io": "",
  "quay.io": "org+robot",
  "registry.gitlab.com": "gitlab+deploy-token-1",
};

/**
 * Asks for a registry, a user and a password in VS Code's own input boxes: a password is never typed into the page.
 *
 * @returns `undefined` when the user cancels
 */
export async function typeCredential(): Promise<Credential | undefined> {
  type Item = QuickPickItem & { readonly host: string | undefined };
  const items: Item[] = Object.keys(knownRegistries).map((host) => ({ label: host, host }));
  items.push({ label: l10n.t("Another registry"), host: undefined });
  const title = l10n.t("Type a Password");
  const picked = await window.showQuickPick(items, { title, placeHolder: l10n.t("Which registry is it for?") });
  if (!picked) return undefined;
  const host = picked.host ?? (await askHost(title));
  if (host === undefined) return undefined;
  const ask = { title: `${title}: ${host}`, ignoreFocusOut: true };
  const username = await window.showInputBox({
    ...ask,
    prompt: l10n.t("User"),
    placeHolder: knownRegistries[host] ?? "",
    validateInput: (text) => (text.trim() === "" ? l10n.t("Type the user.") : undefined),
  });
  if (username === undefined) return undefined;
  const password = await window.showInputBox({
    ...ask,
    prompt: l10n.t("Password or token of {0}", username.trim()),
    password: true,
    validateInput: (text) => (text === "" ? l10n.t("Type the password.") : undefined),
  });
  if (password === undefined) return undefined;
  return {
    kind: "user-password",
    auth: { username: username.trim(), password },
    hosts: [host],
    description: { account: username.trim() },
    warnings: [],
  };
}

async function askHost(title: string): Promise<string | undefined> {
  const host = await window.showInputBox({
    title,
    prompt: l10n.t("Host of the registry, with its port if it has one"),
    placeHolder: "registry.example.com:5000",
    ignoreFocusOut: true,
    validateInput: (text) => {
      const problem = hostProblem(normaliseHost(text));
      return problem && localised(problem);
    },
  });
  return host === undefined ? undefined : normaliseHost(host);
}
