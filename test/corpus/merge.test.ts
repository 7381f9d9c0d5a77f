import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { convert } from "../../src/core/convert/convert.ts";
import type { Credential } from "../../src/core/credentials/credential.ts";
import { type Registry, readRegistry } from "../../src/core/file/goDecode.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { parseFirstDocument } from "../../src/core/yaml/parser.ts";
import { sourceOf } from "../../src/core/yaml/source.ts";
import { credentialWith, fakeKeyCredential } from "../core/fakeCredentials.ts";

// Real files that the project was given; there only on the machines where it is built.
const folder = fileURLToPath(new URL("../../../shared/corpus", import.meta.url));

function registryOf(text: string): Registry | undefined {
  const reading = readRegistry(parseFirstDocument(sourceOf(text)));
  return reading.ok ? reading.registry : undefined;
}

/** Files that can't be merged into, each with why. */
const refused: Readonly<Record<string, string>> = {};

/** Files that have a credential of Docker Hub: it is replaced, and all else stays. */
const withDockerHub = ["008", "174", "251", "253", "293"];

(existsSync(folder) ? describe : describe.skip)("merging into the shared corpus", () => {
  const files = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name !== "INDEX.md")
        .map((name) => ({ number: name.slice(0, 3), name, text: readFileSync(join(folder, name), "utf8") }))
        .flatMap((file) => {
          const before = registryOf(file.text);
          return before ? [{ ...file, before }] : [];
        })
    : [];
  const user = credentialWith({ username: "user", password: 'it\'s #1: "new" é' });
  const cases: readonly (readonly [string, Credential, readonly string[], readonly string[]])[] = [
    ["a Google key", fakeKeyCredential(), ["europe-west3-docker.pkg.dev", "marketplace.gcr.io"], []],
    ["a user of Docker Hub", user, ["docker.io"], withDockerHub],
  ];
  for (const [name, credential, hosts, replacing] of cases)
    for (const mirrors of [true, false])
      it(`leaves what k3s reads and every byte as they were: ${name}, ${mirrors ? "with" : "without"} mirrors`, () => {
        const faults: string[] = [];
        const refusals: Record<string, string> = {};
        const replaced: string[] = [];
        for (const { number, text, before } of files) {
          const conversion = convert({ assignments: [{ credential, hosts }], mirrors, existing: openRegistries(text) });
          if (!conversion.ok) {
            refusals[number] = conversion.problem;
            continue;
          }
          const { edits, changes } = conversion;
          if (!edits.every(({ start, end }) => start === end)) replaced.push(number);
          const after = registryOf(conversion.text);
          const written = new Set(changes.map(({ host }) => host));
          for (const [host, config] of Object.entries(before.configs)) {
            const now = after?.configs[host];
            if (written.has(host) ? !same(config.tls, now?.tls) : !same(config, now)) faults.push(`${number}: ${host}`);
          }
          for (const [registry, mirror] of Object.entries(before.mirrors)) {
            const now = after?.mirrors[registry];
            const filled = mirrors && mirror.endpoint.length === 0 && !same(mirror, now);
            if (filled ? !same(mirror.rewrite, now?.rewrite) : !same(mirror, now))
              faults.push(`${number}: ${registry}`);
          }
          for (const host of written) {
            const auth = after?.configs[host]?.auth;
            const wanted = "username" in credential.auth ? credential.auth : { username: "", password: "" };
            if (auth?.username !== wanted.username || auth.password !== wanted.password) faults.push(`${number}: lost`);
          }
        }
        assert.deepEqual(faults, []);
        assert.deepEqual(refusals, refused);
        assert.deepEqual(replaced, replacing);
        assert.ok(files.length > 150, `${files.length} files`);
      });
});

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
