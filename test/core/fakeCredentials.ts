import assert from "node:assert/strict";
import type { Credential, CredentialKind, RegistryAuth } from "../../src/core/credentials/credential.ts";
import { readCredentials } from "../../src/core/credentials/readCredentials.ts";
import { fakeKeyFile } from "./fakeKey.ts";

/** A credential of the fake key file with fields changed. */
export function fakeKeyCredential(fields: Readonly<Record<string, unknown>> = {}): Credential {
  const reading = readCredentials(fakeKeyFile(fields));
  assert.ok(reading.ok, reading.ok ? "" : reading.problem);
  return reading.credentials[0] as Credential;
}

/** A credential that no file gives. */
export function credentialWith(
  auth: RegistryAuth,
  { hosts = [], kind = "user-password" }: { readonly hosts?: readonly string[]; readonly kind?: CredentialKind } = {},
): Credential {
  const description = "username" in auth ? { account: auth.username } : {};
  return { kind, auth, hosts, description, warnings: [] };
}
