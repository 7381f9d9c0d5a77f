import type { Memento, Uri } from "vscode";
import { askCredential } from "../credentials/askCredential.ts";
import { pickDestination } from "../destination.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { writeAssignments } from "./convertCredential.ts";

export const addCredentialCommand = "k3sRegistries.addCredential";

/**
 * Asks for a registry, a user and a password, and writes them.
 *
 * @returns the saved file that was written, once it is done
 */
export async function addCredential(memory: Memento, settings: LintSettingsProvider): Promise<readonly Uri[]> {
  const credential = await askCredential();
  const destination = credential && (await pickDestination());
  if (!destination) return [];
  const assignments = [{ credential, hosts: credential.hosts }];
  return (await writeAssignments(memory, settings, destination, assignments, credential.warnings)) ?? [];
}
