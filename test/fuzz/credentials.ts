import assert from "node:assert/strict";
import type { Credential } from "../../src/core/credentials/credential.ts";
import { readCredentials } from "../../src/core/credentials/readCredentials.ts";
import { filesBelow, readText } from "../project/files.ts";
import { canaryKey } from "./grammar.ts";

/** The credentials of all fixtures, which are of every kind, and a Google key with a canary. */
export function everyCredential(): readonly Credential[] {
  return [
    canaryKey("fedcba9876543210"),
    ...filesBelow("test/core/credentials/fixtures")
      .filter((path) => /\.(?:json|ya?ml|txt)$/.test(path))
      .map(readText),
  ].flatMap((text) => {
    const reading = readCredentials(text);
    return reading.ok ? reading.credentials : [];
  });
}

/** Another key of the account that generated files have keys of. */
export function nextKey(): Credential {
  const reading = readCredentials(canaryKey("00ff00ff00ff00ff"));
  assert.ok(reading.ok);
  return reading.credentials[0] as Credential;
}
