import type { JsonObject } from "../json/object.ts";
import type { CredentialFormat, CredentialReading, CredentialSource } from "./credential.ts";
import { readDockerEntries, registryCredential } from "./dockerEntries.ts";
import { readDockerEntry } from "./dockerEntry.ts";
import { readingOfEntries } from "./readingOfEntries.ts";

/**
 * What `docker-credential-NAME get` prints: one credential. Source: docker/docker-credential-helpers
 * `credentials/credentials.go`. That of gcloud leaves out the server.
 */
export const dockerHelperAnswerFormat: CredentialFormat = {
  kind: "docker-config",
  recognises: (source) => answer(source) !== undefined,
  read(source) {
    const { ServerURL: server, Username: username, Secret: password } = answer(source) ?? {};
    const entry = { username, password };
    if (typeof server !== "string" || server.trim() === "") return serverless(entry);
    const { credentials, left } = readDockerEntries({ [server]: entry }, () => undefined, []);
    return readingOfEntries("docker-config", credentials, left, nothing);
  },
};

const nothing = "The helper's output contains no credential. Run it again with a server that you are logged in to.";

function serverless(entry: JsonObject): CredentialReading {
  const reading = readDockerEntry(entry, () => nothing);
  if (!reading.ok) return { ...reading, kind: "docker-config" };
  const credential = registryCredential(reading.auth);
  const warnings = [...reading.warnings, ...credential.warnings];
  return { ok: true, kind: "docker-config", credentials: [{ ...credential, warnings }], left: [] };
}

function answer({ json }: CredentialSource): JsonObject | undefined {
  return typeof json?.["Secret"] === "string" && typeof json["Username"] === "string" ? json : undefined;
}
