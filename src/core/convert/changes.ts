import { keyIdOf } from "../credentials/googleServiceAccountKey.ts";
import { shownAccount } from "../display/shown.ts";
import { hasCredential, type RegistriesFile } from "../file/file.ts";

/** Which credential stands or will stand at a host, by what is no secret. */
export interface HeldCredential {
  /** Of a Google key. */
  readonly keyId?: string;
  /** Of any other pair; neither is there for an identity token. */
  readonly username?: string;
}

export interface HostChange {
  /** The key of `configs`. */
  readonly host: string;
  readonly action: "added" | "replaced" | "unchanged";
  readonly old: HeldCredential | undefined;
  readonly new: HeldCredential;
}

/** The credential that a host has now, by what is no secret; `undefined` when it has none. */
export function heldCredential(file: RegistriesFile, host: string): HeldCredential | undefined {
  const config = file.configOf(host);
  if (!config || !hasCredential(config)) return undefined;
  const { username, password } = config.auth.credential;
  const keyId = keyIdOf(config.auth.jsonPassword?.json ?? password ?? "");
  if (keyId !== undefined) return { keyId };
  const user = username === undefined ? undefined : shownAccount(username, password ?? "");
  return user === undefined ? {} : { username: user };
}
