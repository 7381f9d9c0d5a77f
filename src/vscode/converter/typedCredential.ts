import { l10n, type QuickPickItem, window } from "vscode";
import type { Credential } from "../../core/credentials/credential.ts";
import { hostProblem, normaliseHost } from "../../core/registries/hosts.ts";
import { localised } from "../phrases.ts";

interface Preset {
  readonly label: string;
  /** The registry's host; `undefined` where each installation has its own. */
  readonly host?: string;
  readonly user?: string;
  readonly userHint?: string;
}

/** Registries that many have, and whom they want as the user (credentials §10). */
const presets: readonly Preset[] = [
  { label: "Docker Hub", host: "docker.io" },
  { label: "GitHub (ghcr.io)", host: "ghcr.io" },
  { label: "Quay (quay.io)", host: "quay.io", userHint: "org+robot" },
  { label: "GitLab (registry.gitlab.com)", host: "registry.gitlab.com", userHint: "gitlab+deploy-token-1" },
];

/**
 * Asks for a registry, a user and a password in VS Code's own input boxes: a password is never typed into the page.
 *
 * @returns `undefined` when the user cancels
 */
export async function typeCredential(): Promise<Credential | undefined> {
  type Item = QuickPickItem & { readonly preset: Preset };
  const items: Item[] = presets.map((preset) => ({ label: preset.label, preset }));
  items.push({ label: l10n.t("Another registry"), preset: { label: "" } });
  const title = l10n.t("Type a Password");
  const picked = await window.showQuickPick(items, { title, placeHolder: l10n.t("Which registry is it for?") });
  if (!picked) return undefined;
  const host = picked.preset.host ?? (await askHost(title));
  if (host === undefined) return undefined;
  const ask = { title: `${title}: ${host}`, ignoreFocusOut: true };
  const username = await window.showInputBox({
    ...ask,
    prompt: l10n.t("User"),
    placeHolder: picked.preset.userHint ?? "",
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
