import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { shownFile } from "../../src/cli/format/format.ts";
import { text } from "../../src/cli/format/text.ts";
import { writtenSecrets } from "../../src/core/display/maskedFile.ts";
import { fixAll, fixing } from "../../src/core/lint/fixing.ts";
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
  "docs/ci.md",
  "docs/deploy.md",
  ...bookPages,
  "docs/editor.md",
  ...filesBelow("docs/rules"),
];

/** The code blocks of a document in a language. */
function blocks(path: string, language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms");
  return [...readText(path).matchAll(fence)].map(([, code = ""]) => code);
}

describe("the documents", () => {
  for (const path of documents) {
    const content = readText(path);

    it(`${path}: every npm command is a script, and every script starts a file that is there`, () => {
      for (const [, name = ""] of content.matchAll(
        /npm (?:run )?(start|test(?::\w+)?|build|check|format|generate|bench|corpus|fuzz|package)\b/g,
      )) {
        const script = scripts[name];
        assert.ok(script, `npm run ${name}`);
        for (const [file] of script.matchAll(/(?:scripts|test)\/[\w./-]+\.m?[jt]s/g))
          assert.ok(existsSync(join(root, file)), file);
      }
    });

    it(`${path}: every link and path leads somewhere`, () => {
      for (const [, target = ""] of content.matchAll(/\]\((?!https?:)([^)#]+)/g))
        assert.ok(existsSync(join(root, path, "..", target)), target);
      for (const [, target = ""] of content.matchAll(/`((?:src|test|docs|scripts)\/[\w./-]+)`/g))
        assert.ok(existsSync(join(root, target)), target);
    });
  }

  it("list every command by its title", () => {
    for (const [key, title] of Object.entries(texts))
      if (key.startsWith("command.")) assert.match(readText("docs/editor.md"), new RegExp(`^\\| ${title} +\\|`, "m"));
  });

  it("README.md: its example has the findings that it shows, and --fix writes the file that it shows", () => {
    const [broken = "", fixed] = blocks("README.md", "yaml");
    const [output] = blocks("README.md", "console");
    const format = text({ style: { colours: false, links: false, columns: undefined }, cwd: "." });
    const { linted, fixed: fixable } = fixing(broken);
    const all = [
      ...format.file(
        shownFile("registries.yaml", writtenSecrets(linted.file.doc), linted.findings, { fixable: new Set(fixable) }),
      ),
    ];
    const anyVersion = (printed: string): string => printed.replaceAll(/\/blob\/v[^/]+\//g, "/blob/v0/");
    // The README shows the first ones and how many there are.
    assert.match(output ?? "", /= see: .*\n\n\.\.\.\n/);
    const [shown = "", more = ""] = (output ?? "").split("...\n");
    assert.ok(anyVersion(all.join("")).startsWith(anyVersion(shown)), all.join(""));
    assert.equal(Number(/^(\d+) problems/.exec(more)?.[1]), all.length);
    assert.equal(fixAll(broken), fixed);
  });

  it("have pictures of a reasonable size", () => {
    for (const file of filesBelow("docs/images")) assert.ok(statSync(join(root, file)).size <= 200_000, file);
  });
});
