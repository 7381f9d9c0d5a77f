import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { oneLineJson } from "../../src/core/json/tokens.ts";
import { fixAll } from "../../src/core/lint/fixing.ts";
import { type Finding, type LintSettings, lint } from "../../src/core/lint/lint.ts";
import { encodeBase64 } from "../../src/core/text/base64.ts";
import { testSettings } from "../rules/settings.ts";
import { fakeKeyFile } from "./fakeKey.ts";

const pem = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();
const withHost = testSettings('{"readsPrivateKey": true}');

function keyJson(private_key: string): string {
  return oneLineJson(fakeKeyFile({ private_key })) ?? "";
}

function file(json: string, username = "_json_key"): string {
  const host = "us-docker.pkg.dev";
  return `mirrors:\n  ${host}:\n    endpoint:\n      - "https://${host}"\nconfigs:\n  ${host}:\n    auth:\n      username: ${username}\n      password: '${json}'\n`;
}

function damage(text: string, settings: LintSettings = {}): readonly Finding[] {
  return lint(openRegistries(text), settings).filter(({ id }) => id === "damaged-private-key");
}

describe("a real private key in a password", function () {
  this.timeout(30_000);
  it("is no finding, with and without the host's cryptography", () => {
    const text = file(keyJson(pem));
    assert.deepEqual(lint(openRegistries(text)), []);
    assert.deepEqual(lint(openRegistries(text), withHost), []);
  });

  it("gets its line ends back by fix-all, byte for byte", () => {
    for (const lost of [pem.replaceAll("\n", ""), pem.replaceAll("\n", " "), pem.replaceAll("\n", "\\n")]) {
      const [found] = damage(file(keyJson(lost)), withHost);
      assert.ok(found?.fixes[0]?.safe);
      assert.equal(fixAll(file(keyJson(lost)), withHost), file(keyJson(pem)));
    }
  });

  it("is found where a character is missing, also in base64, without an offer to mend it", () => {
    const cut = keyJson(`${pem.slice(0, 700)}${pem.slice(701)}`);
    const encoded = encodeBase64(new TextEncoder().encode(cut));
    for (const text of [file(cut), file(encoded, "_json_key_base64")])
      for (const settings of [{}, withHost]) {
        const [found, ...others] = damage(text, settings);
        assert.match(found?.message ?? "", /lost characters/);
        assert.deepEqual(found?.fixes, []);
        assert.deepEqual(others, []);
      }
  });

  it("is looked at anew when any one character of it changes, the last ones too", () => {
    const settings: LintSettings = { readsPrivateKey: (text) => text === pem };
    assert.deepEqual(damage(file(keyJson(pem)), settings), []);
    const end = pem.indexOf("\n-----END");
    for (const at of [...Array.from({ length: 20 }, (_, n) => 400 + n), end - 5, end - 4, end - 3, pem.length - 7]) {
      const other = pem[at] === "A" ? "B" : "A";
      const changed = `${pem.slice(0, at)}${other}${pem.slice(at + 1)}`;
      assert.equal(damage(file(keyJson(changed)), settings).length, 1, `the character at ${at}`);
    }
  });

  it("is found when only the host's cryptography refuses it", () => {
    assert.deepEqual(damage(file(keyJson(pem)), {}), []);
    assert.equal(damage(file(keyJson(pem)), { readsPrivateKey: () => false }).length, 1);
  });

  it("shows nothing of itself in what is said of it", () => {
    const body = pem.replace(/-----.*-----|\n/g, "");
    for (const text of [pem.replaceAll("\n", ""), pem.slice(0, 800), pem.replace("MII", "NII"), `${pem}${pem}`]) {
      const shown = JSON.stringify(
        lint(openRegistries(file(keyJson(text))), withHost).map(({ message, related, fixes }) => [
          message,
          related,
          fixes.map(({ title }) => title),
        ]),
      );
      for (let at = 0; at + 8 <= body.length; at += 4) assert.ok(!shown.includes(body.slice(at, at + 8)));
    }
  });
});
