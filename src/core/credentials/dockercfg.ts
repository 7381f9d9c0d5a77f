import { phrase } from "../text/phrase.ts";
import type { CredentialFormat, CredentialReading, CredentialSource, JsonFields } from "./credential.ts";
import { readDockerEntries } from "./dockerEntries.ts";
import { isFields } from "./dockerEntry.ts";
import { decodedJson } from "./googleCredential.ts";
import { readingOf } from "./reading.ts";

/** The `.dockercfg` of old docker releases: the map of servers itself, without `auths` (credentials §3). */
export const dockercfgFormat: CredentialFormat = {
  kind: "docker-config",
  recognises: (source) => servers(source) !== undefined,
  read: (source) => readDockercfg(servers(source) ?? {}),
};

/** Reads the map of servers of a `.dockercfg`. */
export function readDockercfg(auths: JsonFields): CredentialReading {
  const { credentials, left } = readDockerEntries(auths, () => undefined, []);
  return readingOf("docker-config", credentials, left, phrase("This .dockercfg holds no credential. Log in first."));
}

/** Whether each key of an object can be a server and each value an entry of it. */
export function isDockercfg(json: JsonFields): boolean {
  const entries = Object.entries(json);
  return (
    entries.length > 0 &&
    entries.every(([server, entry]) => /^[^\s]*[.:][^\s]*$|^localhost$/.test(server) && isFields(entry)) &&
    entries.some(
      ([, entry]) =>
        isFields(entry) &&
        (["auth", "identitytoken"].some((field) => typeof entry[field] === "string") ||
          (typeof entry["username"] === "string" && typeof entry["password"] === "string")),
    )
  );
}

function servers({ text, json }: CredentialSource): JsonFields | undefined {
  const found = json ?? fieldsOf(decodedJson(text));
  return found && isDockercfg(found) ? found : undefined;
}

function fieldsOf(text: string | undefined): JsonFields | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
