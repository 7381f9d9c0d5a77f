import { readdirSync, readFileSync } from "node:fs";
import type { Credential, CredentialReading } from "../../../src/core/credentials/credential.ts";
import { readCredentials } from "../../../src/core/credentials/readCredentials.ts";

/** The files below `fixtures`, each in the folder of its kind. */
export const fixtures: readonly string[] = readdirSync(new URL("fixtures/", import.meta.url), {
  recursive: true,
  encoding: "utf8",
})
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.includes(".") && !path.endsWith(".md"));

/** The text of a file below `fixtures`. */
export function fixture(path: string): string {
  return readFileSync(new URL(`fixtures/${path}`, import.meta.url), "utf8");
}

/** The credentials of a text that has some. */
export function credentialsOf(text: string): readonly Credential[] {
  const reading = readCredentials(text);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.credentials;
}

/** What is said of a text in which nothing is usable. */
export function problemOf(text: string): string {
  const reading = readCredentials(text);
  if (reading.ok) throw new Error("There are credentials in it.");
  return reading.problem;
}

/** What is said of the entries that are not usable. */
export function leftOf(text: string): readonly string[] {
  const reading = readCredentials(text);
  return reading.ok ? reading.left : [reading.problem];
}

/** All that may be shown of a reading. */
export function shownOf(reading: CredentialReading): string {
  return JSON.stringify(
    reading.ok
      ? [reading.left, reading.credentials.map(({ hosts, description, warnings }) => [hosts, description, warnings])]
      : reading.problem,
  );
}
