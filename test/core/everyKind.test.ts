import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { convert } from "../../src/core/convert/convert.ts";
import { credentialHosts, extract, extractForms } from "../../src/core/convert/extract.ts";
import { insertions } from "../../src/core/convert/insert.ts";
import { readCredentials } from "../../src/core/credentials/readCredentials.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { parseTarget } from "../../src/core/file/release.ts";
import { lint } from "../../src/core/lint/lint.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { fixture } from "./credentials/fixture.ts";

const credentials = readdirSync(new URL("credentials/fixtures/", import.meta.url), {
  recursive: true,
  encoding: "utf8",
})
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /\.(?:json|ya?ml|txt)$/.test(path))
  .flatMap((path) => {
    const reading = readCredentials(fixture(path));
    return reading.ok ? reading.credentials.map((credential, index) => ({ path, index, credential })) : [];
  });

/** Docker Hub has a name of its own in every tool. */
function plainHost(host: string): string {
  return /^(?:registry-1\.|index\.)?docker\.io$/.test(host) ? "docker.io" : host;
}

describe("a credential of a fixture", () => {
  it("is one of every kind", () => {
    assert.equal(new Set(credentials.map(({ credential }) => credential.kind)).size, 8);
  });

  for (const { path, index, credential } of credentials) {
    const name = `${path}, ${index + 1}`;
    const hosts = credential.hosts.length > 0 ? credential.hosts : ["registry.example.com"];

    it(`comes through every target without a finding of its making, and back: ${name}`, () => {
      for (const targetName of ["any", "k3s", "rke2", "k3d", "k3s v1.19.0", "k3s v1.33.5", "rke2 v1.33.5"]) {
        const target = parseTarget(targetName) ?? {};
        const conversion = convert({ assignments: [{ credential, hosts }], mirrors: true, target });
        assert.ok(conversion.ok, conversion.ok ? "" : conversion.problem);
        const { text } = conversion;
        const findings = lint(openRegistries(text), { target })
          .filter(({ severity }) => severity === "error" || severity === "warning")
          // Of the credential itself, whoever writes it.
          .filter(({ id }) => id !== "short-lived-token");
        assert.deepEqual(
          findings.map(({ id, message }) => `${id}: ${message}`),
          [],
          targetName,
        );
        const file = openRegistries(text);
        for (const host of credentialHosts(file))
          for (const form of extractForms(file, host)) {
            const extraction = extract(file, host, form);
            assert.ok(extraction.ok);
            const reading = readCredentials(extraction.text);
            assert.ok(reading.ok, reading.ok ? "" : reading.problem);
            const [again, ...more] = reading.credentials;
            assert.equal(more.length, 0);
            assert.deepEqual(again?.hosts.map(plainHost), form === "google-key" ? [] : [plainHost(host)]);
            // A release that escapes nothing gets a key in base64.
            if (credential.kind !== "google-key" || form === "google-key" || targetName !== "k3s v1.19.0")
              assert.deepEqual(again?.auth, credential.auth);
          }
      }
    });

    it(`finds its place when it is pasted: ${name}`, () => {
      const text = "configs:\n  registry.example.com:\n    auth:\n      password: \n";
      const at = { start: text.length - 1, end: text.length - 1 };
      const offers = insertions(openRegistries(text), at, [credential], { suggestedHosts: hosts, mirrors: false });
      const kinds = offers.map(({ kind }) => kind);
      assert.ok(kinds.includes("username" in credential.auth ? "password" : "entry"), kinds.join());
      for (const { edits, hosts: written } of offers) {
        const held = credentialHosts(openRegistries(applyEdits(text, edits)));
        for (const host of written) assert.ok(held.includes(host), `${host} has none`);
      }
    });
  }
});
