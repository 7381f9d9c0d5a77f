import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { readCredentials } from "../../../src/core/credentials/readCredentials.ts";
import { fakeKey } from "../fakeKey.ts";
import { fixture, shownOf } from "./fixture.ts";

const folder = new URL("fixtures/", import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /\.(?:json|ya?ml|txt)$/.test(path));

/** Names of things, accounts and keys. */
const open = /^fake-|^docker-credential|^gitlab\+deploy-token-|^0123456789abcdef|^0{8}-0000|^[a-z_]+$/;

/** All that is secret in a fixture: what the reader found, and every base64 and quoted value in the text. */
function secretsOf(text: string): readonly string[] {
  const reading = readCredentials(text);
  const found = reading.ok
    ? reading.credentials.flatMap(({ auth }) => ("username" in auth ? [auth.password] : [auth.identityToken]))
    : [];
  const written = [...text.matchAll(/[A-Za-z0-9+/=_-]{20,}/g)].map(([word]) => word);
  const ofKey = [String(fakeKey()["private_key"]), btoa("THIS IS NOT A KEY")];
  return [...found, ...written.filter((word) => !open.test(word)), ...ofKey];
}

describe("what is shown of a credential file", () => {
  it("is tested with fixtures of several kinds", () => {
    assert.ok(files.length > 20);
  });

  for (const path of files)
    it(`holds no secret: ${path}`, () => {
      const text = fixture(path);
      const shown = shownOf(readCredentials(text));
      for (const secret of secretsOf(text)) assert.ok(!shown.includes(secret), `${secret.slice(0, 8)}… is shown`);
      for (const cut of [0.3, 0.6, 0.9]) {
        const half = shownOf(readCredentials(text.slice(0, text.length * cut)));
        for (const secret of secretsOf(text)) assert.ok(!half.includes(secret), `${secret.slice(0, 8)}… is shown`);
      }
    });

  it("holds no password where it is the username as well, or in the server's name", () => {
    const marker = "FAKE-CANARY-0123456789";
    const auth = btoa(`${marker}:${marker}`);
    for (const text of [
      JSON.stringify({ auths: { "registry.example.com": { auth } } }),
      JSON.stringify({ auths: { [`https://fake:${marker}@registry.example.com`]: { auth }, "quay.io": { auth } } }),
      JSON.stringify({ auths: { [`https://fake:${marker}@registry.example.com`]: {} } }),
      JSON.stringify({ Username: marker, Secret: marker, ServerURL: `https://fake:${marker}@registry.example.com` }),
      `kind: Secret\nstringData: {username: ${marker}, password: ${marker}}\n`,
    ])
      assert.ok(!shownOf(readCredentials(text)).includes(marker), text);
  });
});
