import { isJsonObject } from "../json/object.ts";
import { decodeBase64, paddedBase64 } from "../text/base64.ts";
import { type Result, refuse } from "../text/result.ts";
import { withoutEnds } from "../text/trim.ts";
import { strictUtf8 } from "../text/utf8.ts";
import { controlCharacterProblem } from "./controlCharacter.ts";
import type { RegistryAuth } from "./credential.ts";
import { colonInUsername } from "./userPassword.ts";

/** The fields of one entry of a docker config. */
export type DockerEntryReading = Result<{ readonly auth: RegistryAuth; readonly warnings: readonly string[] }>;

/**
 * Reads the value of one server as docker, podman and the kubelet do: an identity token wins, then `auth`, then
 * `username` and `password`. Source: docker/cli `cli/config/configfile/file.go` (`decodeAuth`), Kubernetes
 * `pkg/credentialprovider/config.go`, which alone takes base64 without padding.
 *
 * @param empty the problem of an entry without a secret, because a helper keeps it or the user logged out
 */
export function readDockerEntry(entry: unknown, empty: () => string): DockerEntryReading {
  if (!isJsonObject(entry)) return refuse("The entry does not have the format of docker login. Log in again.");
  const text = (field: string): string => (typeof entry[field] === "string" ? entry[field] : "");
  const [auth, username, password] = [text("auth"), text("username"), text("password")];
  if (text("identitytoken") !== "") return pair(identityUsername, text("identitytoken"), []);
  const decoded = auth === "" ? undefined : readAuth(auth);
  if (decoded?.ok) return decoded;
  if (username !== "" && password !== "") return pair(username, password, []);
  if (decoded) return decoded;
  if (text("registrytoken") !== "")
    return refuse(
      "The entry contains a registrytoken, which registries.yaml does not support. Use a username and a password or access token.",
    );
  if (username === "" && password === "") return refuse(empty());
  return refuse(
    username === ""
      ? "The entry has a password but no username. Log in again."
      : "The entry has a username but no password. Log in again.",
  );
}

function readAuth(auth: string): DockerEntryReading {
  const padded = paddedBase64(auth);
  const reading = decodeBase64(padded);
  if (!reading.ok) return refuse("Its auth is not base64: it is damaged or masked. Log in again.");
  const decoded = strictUtf8(reading.bytes);
  if (decoded === undefined)
    return refuse(
      "Its auth does not decode to UTF-8: it is damaged, or the password has characters that registries.yaml can't contain. Log in again.",
    );
  const colon = decoded.indexOf(":");
  if (colon < 0)
    return refuse("Its auth decodes to a string without a colon between username and password. Log in again.");
  const username = decoded.slice(0, colon);
  const password = withoutEnds(decoded.slice(colon + 1), (char) => char === "\0");
  if (username === "") return refuse("Its auth has no username before the colon. Log in again.");
  if (password === "") return refuse("Its auth has no password after the colon. Log in again.");
  const unpadded =
    "Its auth lacks the = at the end, so Docker rejects it. It may be cut off: compare it with the original.";
  return pair(username, password, padded.length > auth.trimEnd().length ? [unpadded] : []);
}

/**
 * The username with which helpers and docker say that the password is an identity token. Source: docker/cli
 * `cli/config/credentials/native_store.go`.
 */
const identityUsername = "<token>";

function pair(username: string, password: string, warnings: readonly string[]): DockerEntryReading {
  const control = controlCharacterProblem({ username, password });
  if (control) return refuse(control);
  if (username === identityUsername) return { ok: true, auth: { identityToken: password }, warnings };
  if (username.includes(":")) return refuse(colonInUsername);
  return { ok: true, auth: { username, password }, warnings };
}
