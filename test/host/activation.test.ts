import { assert } from "chai";
import { extensions, version } from "vscode";

describe("the extension", () => {
  it("is there and activates", async () => {
    const extension = extensions.getExtension("k3s-registries.k3s-registries");
    assert.isDefined(extension);
    await extension?.activate();
    assert.isTrue(extension?.isActive);
    console.log(`[test] VS Code ${version}, ${typeof process === "undefined" ? "web worker" : "Node"}`);
  });
});
