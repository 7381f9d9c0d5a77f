import assert from "node:assert/strict";
import { filesBelow, readText } from "./files.ts";

const sources = filesBelow("src").filter((file) => file.endsWith(".ts"));

describe("one model of a registries.yaml", () => {
  it("is kept by the editor for each version of a document: no feature opens the text of a document itself", () => {
    const opensDocuments = sources.filter((file) => /openRegistries\([^()]*getText\(\)/.test(readText(file)));
    assert.deepEqual(opensDocuments, ["src/vscode/openedRegistries.ts"]);
  });

  it("hangs no memory on the model from outside: core has no WeakMap, hosts have none of a file", () => {
    const memos = sources.filter((file) =>
      /^src\/core\//.test(file) ? /WeakMap/.test(readText(file)) : /new WeakMap<RegistriesFile/.test(readText(file)),
    );
    assert.deepEqual(memos, []);
  });
});
