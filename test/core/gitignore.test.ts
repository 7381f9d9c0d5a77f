import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ignoringEdit } from "../../src/core/text/gitignore.ts";
import { applyEdits } from "../../src/core/text/span.ts";

function ignoring(text: string, path: string): string {
  return applyEdits(text, [ignoringEdit(text, path)]);
}

describe("a file that git is to ignore", () => {
  it("is named at the end, at the file's own line end", () => {
    assert.equal(ignoring("", "registries.yaml"), "/registries.yaml\n");
    assert.equal(ignoring("dist\n", "a/key.json"), "dist\n/a/key.json\n");
    assert.equal(ignoring("dist\r\n*.log", "key.json"), "dist\r\n*.log\r\n/key.json\r\n");
  });

  it("is the only one that git ignores then, whatever its name", () => {
    const names = ["key.json", "!key [1].json", "#k*y?.json", "back\\slash", "blank at end ", "deep/in/folder.yaml"];
    for (const name of names) {
      const folder = mkdtempSync(join(tmpdir(), "k3s-registries-gitignore-"));
      try {
        execFileSync("git", ["init", "-q"], { cwd: folder });
        mkdirSync(join(folder, name, ".."), { recursive: true });
        for (const file of [name, `${name}x`, "other.json", "kay1.json"]) writeFileSync(join(folder, file), "");
        writeFileSync(join(folder, ".gitignore"), ignoring("# none\n", name));
        const ignored = execFileSync("git", ["ls-files", "-z", "--others", "--ignored", "--exclude-standard"], {
          cwd: folder,
          encoding: "utf8",
        });
        assert.deepEqual(ignored.split("\0"), [name, ""]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  });
});
