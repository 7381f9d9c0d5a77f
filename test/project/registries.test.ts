import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readText, root } from "./files.ts";

/** Hosts of package registries. Written so that this file names none. */
const hosts =
  /\bregistry\.(?:npmjs|yarnpkg)\b|\bpypi\.(?:org|io)\b|python[h]osted\b|\bproxy\.golang\b|\bdeb\.debian\b|\bcrates\.io\b/;

describe("package registries", () => {
  it("are those that the clients know: no file names one, and no lockfile", () => {
    const { stdout, status } = spawnSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" });
    assert.equal(status, 0);
    const files = stdout
      .split("\0")
      .filter((path) => /\.(?:[mc]?[jt]s|json|ya?ml|md|txt|toml|mod|sum)$|file$|rc$/.test(path));
    assert.ok(files.length > 500);
    for (const path of files) {
      const text = readText(path);
      assert.doesNotMatch(text, hosts, path);
      if (path.endsWith("package-lock.json")) assert.doesNotMatch(text, /"resolved"/, path);
    }
  });
});
