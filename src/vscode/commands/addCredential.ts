import type { Memento, Uri } from "vscode";
import { askCredential } from "../credentials/askCredential.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { pickTarget } from "../target.ts";
import { writeAssignments } from "./convertCredential.ts";

export const addCredentialCommand = "k3sRegistries.addCredential";

/**
 * Asks for a registry, a user and a password, and writes them.
 *
 * @returns the saved file that was written, once it is done
 */
export async function addCredential(memory: Memento, settings: LintSettingsProvider): Promise<readonly Uri[]> {
  const credential = await askCredential();
  const target = credential && (await pickTarget());
  if (!target) return [];
  const assignments = [{ credential, hosts: credential.hosts }];
  return (await writeAssignments(memory, settings, target, assignments, credential.warnings)) ?? [];
}
