import assert from "node:assert/strict";
import { Ajv } from "ajv";
import { parseDocument } from "yaml";
import { knownKeys } from "../../src/core/file/format.ts";
import { filesBelow, readText } from "./files.ts";

const schema = JSON.parse(readText("media/registries.schema.json"));

describe("the JSON Schema of registries.yaml", () => {
  it("has each key that k3s reads, and no other", () => {
    const { mirrors, configs, auths } = schema.properties;
    const { auth, tls } = configs.additionalProperties.properties;
    const keys = (level: { readonly properties: object }): readonly string[] => Object.keys(level.properties);
    assert.deepEqual(
      {
        root: keys(schema),
        mirror: keys(mirrors.additionalProperties),
        config: keys(configs.additionalProperties),
        auth: keys(auth),
        tls: keys(tls),
      },
      knownKeys,
    );
    assert.deepEqual(keys(auths.additionalProperties), knownKeys.auth);
  });

  it("is a schema, and refuses no file of the rules: they say what is wrong", () => {
    const ajv = new Ajv({ strict: true, strictTypes: false });
    const validate = ajv.compile(schema);
    let seen = 0;
    for (const name of filesBelow("test/rules").filter((path) => /\.ya?ml$/.test(path))) {
      const text = readText(name);
      // An alias of what is not there, or of what it stands in, has no value.
      if (/[:,[-] *\*\w/.test(text)) continue;
      const document = parseDocument(text, { uniqueKeys: false, logLevel: "silent" });
      if (document.errors.length > 0) continue;
      seen++;
      assert.ok(validate(document.toJS()), `${name}: ${ajv.errorsText(validate.errors)}`);
    }
    assert.ok(seen > 50);
  });

  it("is for the files of k3s and RKE2 alone, not for other tools' registries.yaml", () => {
    const { yamlValidation } = JSON.parse(readText("package.json")).contributes;
    assert.deepEqual(yamlValidation, [
      { fileMatch: ["**/rancher/*/registries.yaml"], url: "./media/registries.schema.json" },
    ]);
  });
});
