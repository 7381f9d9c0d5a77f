import type { Credential, CredentialReading } from "../core/credentials/credential.ts";
import { readCredentials } from "../core/credentials/readCredentials.ts";
import { normaliseHost } from "../core/hosts/registryHost.ts";
import type { Success } from "../core/text/result.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { type Output, printable, type Surroundings, shownArgument } from "./command.ts";
import { readTextFile } from "./textFile.ts";

/**
 * Reads the credentials in the one file that a command names; `-` is standard input. Reports entries without a credential.
 *
 * @param operands the command's arguments that are no options
 * @throws UserProblem when there is no credential in it
 */
export async function readCredentialFile(
  command: string,
  operands: readonly string[],
  output: Output,
  surroundings: Surroundings,
): Promise<Success<CredentialReading>> {
  const [file] = operands;
  if (file === undefined || operands.length > 1)
    throw new UserProblem(`${command} needs one credential file, or - for standard input`);
  if (/^\s*\{|PRIVATE KEY/.test(file))
    throw new UserProblem("pass the credential as a file or on standard input (-); other users can see arguments");
  const shown = file === "-" ? "standard input" : file;
  const { source } = await readTextFile(file, shown, surroundings);
  if (source.cutOff)
    throw new UserProblem(
      `${shownArgument(shown)}: this is not a text file; name the file that contains the credential`,
    );
  const reading = readCredentials(source.text);
  if (!reading.ok) throw new UserProblem(`${shownArgument(shown)}: ${printable(reading.problem)}`);
  for (const left of reading.left) output.note(`skipped: ${printable(left)}`);
  return reading;
}

/** Notes what there is to know of credentials before they are used, each sentence once. */
export function noteWarnings(credentials: readonly Credential[], output: Output): void {
  const sentences = credentials.flatMap(({ warnings }) => warnings);
  for (const sentence of new Set(sentences)) output.note(`note: ${printable(sentence)}`);
}

/** How messages and `--entry` name a credential of a file. */
export function entryName({ description, hosts }: Credential): string {
  return printable(description.entry ?? hosts[0] ?? description.account ?? "the credential");
}

/**
 * Returns the credentials that `--entry` selects: those of that name, otherwise those for that registry.
 *
 * @throws UserProblem when there is none
 */
export function chosenEntries(credentials: readonly Credential[], entry: string | undefined): readonly Credential[] {
  if (entry === undefined) return credentials;
  const named = credentials.filter(({ description }) => description.entry === entry);
  const chosen = named.length > 0 ? named : credentials.filter(({ hosts }) => hosts.includes(normaliseHost(entry)));
  if (chosen.length === 0)
    throw new UserProblem(`--entry: the file has no ${shownArgument(entry)}; use ${entryNames(credentials)}`);
  return chosen;
}

/** The names that `--entry` takes for a file. */
export function entryNames(credentials: readonly Credential[]): string {
  return [...new Set(credentials.map(entryName))].join(", ");
}
