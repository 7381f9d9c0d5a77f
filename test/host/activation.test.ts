import { assert } from "chai";
import { version } from "vscode";
import { closeEditors, openFile, openUntitled, started, untilIds } from "./documents.ts";

// First of the suite: what is loaded stays loaded.
describe("the extension", () => {
  after(closeEditors);

  it("activates", async () => {
    await started();
    console.log(`[test] VS Code ${version}, ${typeof process === "undefined" ? "web worker" : "Node"}`);
  });

  it("does not load for files that do not concern it", async () => {
    const extension = await started();
    await openFile("start/app.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n");
    await openFile("start/tsconfig.json", '{ "compilerOptions": { "strict": true } }\n');
    await openUntitled("json", '{ "name": "app", "version": "1.0.0" }\n');
    assert.isFalse(extension.isLoaded);
  });

  it("loads for a registries.yaml, and tells what is wrong in it", async () => {
    const document = await openFile("start/registries.yaml", "mirrors:\n  docker.io:\n    endpoints: []\n");
    await untilIds(document, ["missing-mirror-endpoint", "unknown-key"]);
    assert.isTrue((await started()).isLoaded);
  });
});
