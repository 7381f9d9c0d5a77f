import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSettingsFile } from "../../src/core/lint/settingsFile.ts";
import { cli, folderWith } from "./cli.ts";

describe("k3s-registries init", () => {
  it("writes a settings file that changes nothing until a # is removed", async () => {
    const folder = folderWith({ "a/x": "" });
    const { stdout, stderr, status } = await cli(folder, ["init", "a"]);
    assert.deepEqual([stdout, status], ["", 0]);
    assert.match(stderr, /^a\/\.k3s-registries\.yaml is ready\./);
    const text = readFileSync(join(folder, "a/.k3s-registries.yaml"), "utf8");
    assert.deepEqual(parseSettingsFile(text), { settings: { ignores: [] }, problems: [] });
    const { settings, problems } = parseSettingsFile(text.replace(/^# (?=[a-z]\w*:(?!\/)| {2})/gm, ""));
    assert.deepEqual(problems, []);
    assert.deepEqual(Object.keys(settings).sort(), [
      "disableDefaultEndpoint",
      "embeddedRegistry",
      "ignores",
      "severities",
      "target",
    ]);
  });

  it("never overwrites a file", async () => {
    const folder = folderWith({ ".k3s-registries.yaml": "target: rke2\n" });
    const { stderr, status } = await cli(folder, ["init"]);
    assert.equal(stderr, "k3s-registries: .k3s-registries.yaml: this file already exists\n");
    assert.equal(status, 2);
    assert.equal(readFileSync(join(folder, ".k3s-registries.yaml"), "utf8"), "target: rke2\n");
    assert.match(
      (await cli(folder, ["init", "none"])).stderr,
      /^k3s-registries: none\/\.k3s-registries\.yaml: no such/,
    );
  });
});
