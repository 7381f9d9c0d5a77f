import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createVirtualFileSystem } from "typescript/unstable/fs";
import { filesBelow, readText, root } from "./files.ts";
import { placesOf, shownTexts } from "./shownTexts.ts";

type Texts = Readonly<Record<string, string>>;

const shown = shownTexts(["vscode", "webview"]);
/** What a text has in common with its translation: code, and where links lead. */
const codeOf = (text: string): readonly string[] =>
  [...(text.match(/\]\([^)]+\)|```[\s\S]+?```|`[^`]+`/g) ?? [])].sort();

/** The commands that a page of the walkthrough names. */
const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\*\*K3s Registries: ([^*]+)\*\*/g)].map((match) => match[1] ?? "");

/** What each language must have: the words of the code in the bundle, the texts of the manifest in package.nls. */
const wanted: readonly {
  readonly file: (language: string) => string;
  readonly english: Texts;
  readonly source: string;
}[] = [
  {
    file: (language) => `l10n/bundle.l10n.${language}.json`,
    english: Object.fromEntries([...shown.translatable.keys()].sort().map((words) => [words, words])),
    source: "src",
  },
  {
    file: (language) => `package.nls.${language}.json`,
    english: JSON.parse(readText("package.nls.json")),
    source: "package.nls.json",
  },
];

const languages = filesBelow("l10n").map((file) => /^l10n\/bundle\.l10n\.([\w-]+)\.json$/.exec(file)?.[1] ?? file);

const pages = [...readText("package.json").matchAll(/"markdown": "([^"]+)"/g)].map((match) => match[1] ?? "");

describe("translations", () => {
  it("are looked for in every file: what can't be translated is found", () => {
    const code = `
      import { l10n, window } from "vscode";
      const bad = (n: number) => l10n.t(\`\${n} files\`);
      const few = l10n.t("{0} of {1}", 1);
      const good = l10n.t("{0} of {1}, {0}", 1, l10n.t("two"));
      window.showErrorMessage(bad(1) ? "Broken" : few);
      export const item = { label: \`$(key) \${good} chosen here\`, kind: "Other", id: "an-id" };
      log.warn("For the log alone, in English");`;
    const files = {
      "vscode/bad.ts": code,
      "vscode/tsconfig.json": "{}",
    };
    const fs = createVirtualFileSystem(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [join(root, "src", name), text])),
    );
    const { translatable, ...found } = shownTexts(["vscode"], fs);
    assert.deepEqual([...translatable.keys()].sort(), ["two", "{0} of {1}", "{0} of {1}, {0}"]);
    assert.deepEqual(found, {
      computed: [`src/vscode/bad.ts:3 l10n.t(\`\${n} files\`)`],
      misfitting: ["src/vscode/bad.ts:4 {0} of {1}"],
      untranslated: ["src/vscode/bad.ts:6 Broken", "src/vscode/bad.ts:7  chosen here"],
    });
  });

  it("can be checked: the words are one literal, with as many places as there are values", () => {
    assert.deepEqual([...shown.computed, ...shown.misfitting], []);
  });

  it("cover what VS Code and the pages ask and offer", () => {
    assert.deepEqual(shown.untranslated, []);
    assert.ok(shown.translatable.size > 100);
  });

  it("have one in German", () => {
    assert.ok(languages.includes("de"));
    assert.equal(JSON.parse(readText("package.json")).l10n, "./l10n");
  });

  for (const language of languages) {
    const titles = Object.values(JSON.parse(readText(`package.nls.${language}.json`)));
    it(`have the pages of the walkthrough in ${language}, with the same code, and commands by their titles`, () => {
      for (const page of pages) {
        const translated = readText(page.replace(/\.md$/, `.nls.${language}.md`));
        for (const title of commandsIn(translated)) assert.ok(titles.includes(title), `${page} names ${title}`);
        assert.deepEqual(codeOf(translated), codeOf(readText(page)), page);
      }
    });

    for (const { file, english, source } of wanted) {
      const name = file(language);
      describe(name, () => {
        if (process.env["UPDATE"]) update(name, english);
        const texts: Texts = JSON.parse(readText(name));

        it(`has a text for each of ${source}, and no other`, () => {
          const missing = Object.keys(english).filter(
            (key) => !texts[key] || isLeftInEnglish(texts[key], english[key]),
          );
          const left = Object.keys(texts).filter((key) => english[key] === undefined);
          const lines = missing.map((key) => `  ${JSON.stringify(key)}: ${JSON.stringify(english[key])},`);
          if (missing.length + left.length > 0)
            assert.fail(
              [
                ...(missing.length > 0
                  ? [`${name} lacks texts. Paste these lines, and translate them:`, ...lines]
                  : []),
                ...(left.length > 0 ? [`Remove from ${name}: ${source} has no such text any more:`, ...left] : []),
                "UPDATE=1 brings missing ones in as empty texts and drops the others.",
              ].join("\n"),
            );
        });

        it("has the same places, links and code as the English", () => {
          const differs = Object.entries(texts).filter(([key, text]) => {
            const original = english[key];
            if (original === undefined || text === "") return false;
            return (
              placesOf(text).join() !== placesOf(original).join() || codeOf(text).join() !== codeOf(original).join()
            );
          });
          assert.deepEqual(differs, []);
        });

        it("has them in the order of the English, words sorted, so that two changes seldom meet in a line", () => {
          const order = Object.keys(english).filter((key) => key in texts);
          assert.deepEqual(
            Object.keys(texts).filter((key) => key in english),
            order,
          );
        });
      });
    }
  }
});

/** Two words that are the same in both languages are words that nobody translated. */
function isLeftInEnglish(text: string, english: string | undefined): boolean {
  return text === english && /\p{Ll}{2}[,;:.]? \p{Ll}{2}/u.test(text);
}

/** Brings the keys of a file up to date, with empty texts for new ones. */
function update(name: string, english: Texts): void {
  const texts: Texts = JSON.parse(readText(name));
  const updated = Object.fromEntries(Object.keys(english).map((key) => [key, texts[key] ?? ""]));
  writeFileSync(join(root, name), `${JSON.stringify(updated, null, 2)}\n`);
}
