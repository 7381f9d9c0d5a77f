import assert from "node:assert/strict";
import { Ajv } from "ajv";
import { parse, parseDocument } from "yaml";
import { knownKeys } from "../../src/core/file/format.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { lint } from "../../src/core/lint/lint.ts";
import { filesBelow, readText } from "./files.ts";
import { yamlServer } from "./languageServer.ts";

const typedPath = "schemastore/src/schemas/json/k3s-registries.json";
const typed = JSON.parse(readText(typedPath));
const server = yamlServer(typedPath);
const validate = new Ajv({ strict: true }).compile(typed);

describe("the typed JSON Schema of registries.yaml", () => {
  it("has each key that k3s reads, and no other", () => {
    const keys = ({ properties }: { readonly properties: object }): readonly string[] => Object.keys(properties);
    const { mirror, config, auth, tls } = typed.definitions;
    assert.deepEqual(
      { root: keys(typed), mirror: keys(mirror), config: keys(config), auth: keys(auth), tls: keys(tls) },
      knownKeys,
    );
  });

  for (const [folder, valid] of [
    ["schemastore/src/test/k3s-registries", true],
    ["schemastore/src/negative_test/k3s-registries", false],
  ] as const)
    for (const path of filesBelow(folder))
      it(`${valid ? "accepts" : "refuses"} ${path}, in Ajv and in Red Hat's server`, async () => {
        const text = readText(path);
        assert.equal(text.split("\n")[0], "# yaml-language-server: $schema=../../schemas/json/k3s-registries.json");
        // The server would follow that line.
        const own = text.replace(/^.*\n/, "");
        assert.equal(validate(parse(own)), valid, JSON.stringify(validate.errors));
        assert.equal((await server.problems(own)).length === 0, valid);
        const { reading, unknown, mirrors, configs } = openRegistries(own);
        const others = [...unknown, ...[...mirrors, ...configs].flatMap((entry) => entry.unknown)];
        assert.equal(reading.ok && others.every(({ key }) => key.startsWith("x-")), valid);
      });

  it("describes each key, and offers those that are missing", async () => {
    const text = "mirrors:\n  docker.io:\n    endpoint: []\n    |\n";
    assert.deepEqual(await server.offers(text), ["rewrite"]);
    assert.match(await server.hover(text.replace("|", ""), "endpoint"), /URLs to pull from, tried in order/);
    assert.match(await server.hover("configs:\n  h:\n    auth:\n      password: p\n", "password"), /It is not used/);
  });

  it("refuses what k3s can't decode, and nothing that is fine: the cases of the rules", () => {
    // What is lost when YAML becomes JSON: quotes, tags, keys that are not strings, and values that a later key replaces.
    const unseen =
      /too-large-to-check|skip-verify-not-boolean\/yaml-1\.1|wrong-type\/(?:bracket-key|ignored-occurrence|tag-of-number)/;
    const seen = { accepted: 0, refused: 0 };
    for (const path of filesBelow("test/rules").filter((name) => /\.ya?ml$/.test(name) && !unseen.test(name))) {
      const text = readText(path);
      const file = openRegistries(text);
      // An alias of something missing, or of what contains it, has no value.
      if (file.template || /[:,[-] *\*\w|k3s-registries-disable/.test(text)) continue;
      const document = parseDocument(text, { uniqueKeys: false, logLevel: "silent" });
      if (document.errors.length > 0) continue;
      const accepted = validate(document.toJS());
      if (!file.reading.ok && file.reading.typeFaults.length > 0) assert.ok(!accepted, path);
      if (!accepted) {
        const faults = lint(file).filter(({ severity }) => severity !== "hint" && severity !== "information");
        assert.ok(faults.length > 0, `${path}: ${JSON.stringify(validate.errors)}`);
      }
      seen[accepted ? "accepted" : "refused"]++;
    }
    assert.ok(seen.accepted > 300 && seen.refused > 30, JSON.stringify(seen));
  });
});
