import assert from "node:assert/strict";
import { mayBeCredentials } from "../../../src/core/credentials/firstLook.ts";
import { credentialKind, credentialSource } from "../../../src/core/credentials/readCredentials.ts";
import { fixture, fixtures } from "./fixture.ts";

describe("the first look at a text", () => {
  for (const path of fixtures)
    it(`suspects a credential in whatever of it has a kind: ${path}`, () => {
      const text = fixture(path);
      const { json, items } = credentialSource(text);
      const variants = [
        ...[text, `\ufeff${text}`, text.replaceAll("\n", "\r\n"), `\r\n\n${text}\n\n`],
        ...Array.from({ length: text.length / 37 }, (_, at) => text.slice(0, at * 37)),
        ...(json ? [json] : items).flatMap((fields) =>
          Object.keys(fields).flatMap((field) =>
            [undefined, null, true, 0, "", "x", [], {}].flatMap((value) => [
              JSON.stringify({ ...fields, [field]: value }),
              JSON.stringify([{ ...fields, [field]: value }], undefined, 2),
            ]),
          ),
        ),
      ];
      assert.ok(mayBeCredentials(text));
      for (const variant of variants)
        if (credentialKind(variant) !== undefined) assert.ok(mayBeCredentials(variant), variant);
    });

  for (const [what, text] of [
    ["nothing", ""],
    ["package.json", '{"name": "app", "version": "1.0.0", "author": {"name": "a", "email": "a@example.com"}}'],
    ["package-lock.json", '{"name": "app", "lockfileVersion": 3, "packages": {"": {"name": "app"}}}'],
    ["tsconfig.json", '{\n  // strict\n  "compilerOptions": {"strict": true, "types": []}, "include": ["src"]}'],
    ["a JSON schema", '{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}'],
    ["a list", '[1, "two", {"three": 3}, null]'],
    ["a Deployment", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec: {}\n"],
    ["a workflow", "on: push\njobs:\n  test:\n    steps:\n      - with:\n          password: x\n"],
    ["a Secret of something else", "apiVersion: v1\nkind: Secret\nstringData:\n  token: fake\n"],
    ["a text", "To whom it may concern:\ne-mail is fine.\n"],
  ] as const)
    it(`leaves alone: ${what}`, () => assert.ok(!mayBeCredentials(text)));

  it("takes a moment for a huge text", () => {
    for (const text of [" ".repeat(3_000_000), `{${" ".repeat(3_000_000)}`, "e".repeat(3_000_000), "gh_".repeat(1e6)])
      mayBeCredentials(text);
  });
});
