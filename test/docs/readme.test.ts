import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, readText, root } from "../project/files.ts";
import { bookPages } from "./book.ts";

const scripts: Record<string, string> = JSON.parse(readText("package.json")).scripts;
const texts: Record<string, string> = JSON.parse(readText("package.nls.json"));
const documents = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "docs/architecture.md",
  "docs/settings-file.md",
  "docs/command-line.md",
  ...bookPages,
  ...filesBelow("docs/rules"),
];

describe("the documents", () => {
  for (const path of documents) {
    const text = readText(path);

    it(`${path}: every npm command is a script, and every script starts a file that is there`, () => {
      for (const [, name = ""] of text.matchAll(
        /npm (?:run )?(start|test(?::\w+)?|build|check|format|generate|bench|corpus|fuzz|package)\b/g,
      )) {
        const script = scripts[name];
        assert.ok(script, `npm run ${name}`);
        for (const [file] of script.matchAll(/(?:scripts|test)\/[\w./-]+\.m?[jt]s/g))
          assert.ok(existsSync(join(root, file)), file);
      }
    });

    it(`${path}: every link and path leads somewhere`, () => {
      for (const [, target = ""] of text.matchAll(/\]\((?!https?:)([^)#]+)/g))
        assert.ok(existsSync(join(root, path, "..", target)), target);
      for (const [, target = ""] of text.matchAll(/`((?:src|test|docs|scripts)\/[\w./-]+)`/g))
        assert.ok(existsSync(join(root, target)), target);
    });
  }

  it("list every command by its title", () => {
    for (const [key, title] of Object.entries(texts))
      if (key.startsWith("command.")) assert.match(readText("README.md"), new RegExp(`^\\| ${title} +\\|`, "m"));
  });

  it("have pictures of a reasonable size", () => {
    for (const file of filesBelow("docs/images")) assert.ok(statSync(join(root, file)).size <= 200_000, file);
  });
});
