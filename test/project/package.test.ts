import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { node24 } from "../vscode-server/install.mjs";
import { root } from "./files.ts";

const modern = Number(process.versions.node.split(".")[0]) >= 22;
const node = modern ? process.execPath : node24;

describe("the package", function () {
  this.timeout(120_000);
  before(function () {
    // vsce wants Node 22; `npm test` brings one, `npm run test:unit` alone does not.
    if (!existsSync(node)) this.skip();
    const made = spawnSync(process.execPath, [join(root, "scripts", "package.mjs")], { cwd: root, encoding: "utf8" });
    assert.equal(made.status, 0, made.stderr);
  });

  it("holds what the extension needs, and nothing else", () => {
    const listed = spawnSync(node, [join(root, "node_modules/@vscode/vsce/vsce"), "ls", "--no-dependencies"], {
      cwd: root,
      encoding: "utf8",
    });
    const files = listed.stdout.split("\n").filter((line) => line !== "" && !/^npm|^Executing/.test(line));
    assert.deepEqual(files.sort(), [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "dist/converter.js",
      "dist/desktop.js",
      "dist/explain.js",
      "dist/extension.js",
      "l10n/bundle.l10n.de.json",
      "media/converter.css",
      "media/explain.css",
      "media/icon.png",
      "media/page.css",
      "media/registries.schema.json",
      "media/settings.schema.json",
      "media/walkthrough/convert.md",
      "media/walkthrough/convert.nls.de.md",
      "media/walkthrough/deploy.md",
      "media/walkthrough/deploy.nls.de.md",
      "media/walkthrough/fix.md",
      "media/walkthrough/fix.nls.de.md",
      "package.json",
      "package.nls.de.json",
      "package.nls.json",
    ]);
  });

  it("has at most 330 kB, as vsce counts", () => {
    assert.ok(statSync(join(root, "k3s-registries.vsix")).size <= 330 * 1024);
  });
});
