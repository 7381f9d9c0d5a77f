import { decodedJson, isJsonObject, type JsonObject, jsonObject } from "../json/object.ts";
import type { CredentialFormat, CredentialReading } from "./credential.ts";
import { readDockerEntries } from "./dockerEntries.ts";
import { dockercfgStart } from "./firstLook.ts";
import { readJsonText } from "./jsonText.ts";
import { readingOfEntries } from "./readingOfEntries.ts";

/**
 * The `.dockercfg` of old docker releases: the map of servers itself, without `auths`. Source: docker/cli
 * `cli/config/configfile/file.go`.
 */
export const dockercfgFormat: CredentialFormat = {
  kind: "docker-config",
  recognises({ text, json }) {
    const found = json ?? jsonObject(decodedJson(text));
    return found === undefined ? dockercfgStart.test(text) : isDockercfg(found);
  },
  read({ text }) {
    const reading = readJsonText(decodedJson(text) ?? text);
    if (!reading.ok) return { ...reading, kind: "docker-config" };
    return readDockercfg(isJsonObject(reading.value) ? reading.value : {}, reading.warnings);
  },
};

/**
 * Reads the map of servers of a `.dockercfg`.
 *
 * @param general what is to be said of every credential in it
 */
export function readDockercfg(auths: JsonObject, general: readonly string[]): CredentialReading {
  const { credentials, left } = readDockerEntries(auths, () => undefined, general);
  return readingOfEntries("docker-config", credentials, left, "This .dockercfg contains no credential. Log in first.");
}

/** Whether each key of an object can be a server and each value an entry of it. */
export function isDockercfg(json: JsonObject): boolean {
  const entries = Object.entries(json);
  return (
    entries.length > 0 &&
    entries.every(([server, entry]) => /^[^\s.:]*[.:]\S*$|^localhost$/.test(server) && isJsonObject(entry)) &&
    entries.some(
      ([, entry]) =>
        isJsonObject(entry) &&
        (["auth", "identitytoken"].some((field) => typeof entry[field] === "string") ||
          (typeof entry["username"] === "string" && typeof entry["password"] === "string")),
    )
  );
}
