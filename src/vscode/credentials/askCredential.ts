import { type InputBoxOptions, l10n, type QuickPickItem, window } from "vscode";
import type { Credential } from "../../core/credentials/credential.ts";
import { type RegistryPreset, registryPresets } from "../../core/credentials/registryPresets.ts";
import { pairCredential, passwordProblem, usernameProblem } from "../../core/credentials/userPassword.ts";
import { hostProblem, normaliseHost } from "../../core/registries/hosts.ts";
import type { Phrase } from "../../core/text/phrase.ts";
import { localised } from "../phrases.ts";
import { UserProblem } from "../userProblem.ts";

/**
 * Asks for a registry, a user and a password.
 *
 * @returns `undefined` when the user cancels
 */
export async function askCredential(): Promise<Credential | undefined> {
  const preset = await pickPreset();
  return preset && askPair(preset);
}

type Preset = Partial<RegistryPreset>;

async function pickPreset(): Promise<Preset | undefined> {
  type Item = QuickPickItem & { readonly preset: Preset };
  const items: Item[] = registryPresets.map((preset) => ({
    label: preset.label,
    ...(preset.host === undefined ? {} : { description: preset.host }),
    ...(preset.note ? { detail: localised(preset.note) } : {}),
    preset,
  }));
  items.push({ label: l10n.t("Another registry"), preset: {} });
  const picked = await window.showQuickPick(items, {
    title: l10n.t("Add Credential (1/4): Registry"),
    placeHolder: l10n.t("Which registry is the credential for?"),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.preset;
}

async function askPair(preset: Preset): Promise<Credential | undefined> {
  const host = await ask(l10n.t("Add Credential (2/4): Host"), (text) => hostProblem(normaliseHost(text)), {
    prompt: l10n.t("Host of the registry, as in the names of its images"),
    ...(preset.host === undefined ? {} : { value: preset.host }),
    placeHolder: preset.hostExample ?? "registry.example.com",
  });
  if (host === undefined) return undefined;
  const username =
    preset.username ??
    (await ask(l10n.t("Add Credential (3/4): User"), usernameProblem, {
      prompt: preset.usernameHint ? localised(preset.usernameHint) : l10n.t("Name of the user"),
      placeHolder: preset.usernameExample ?? "",
    }));
  if (username === undefined) return undefined;
  const password = await ask(l10n.t("Add Credential (4/4): Password"), passwordProblem, {
    prompt: preset.passwordHint ? localised(preset.passwordHint) : l10n.t("Password or token"),
    password: true,
  });
  if (password === undefined) return undefined;
  const reading = pairCredential(username, password, host);
  if (!reading.ok) throw new UserProblem(localised(reading.problem));
  return reading.credential;
}

function ask(
  title: string,
  problem: (text: string) => Phrase | undefined,
  options: InputBoxOptions,
): Thenable<string | undefined> {
  return window.showInputBox({
    title,
    ignoreFocusOut: true,
    validateInput(text) {
      const found = problem(text);
      return found && localised(found);
    },
    ...options,
  });
}
