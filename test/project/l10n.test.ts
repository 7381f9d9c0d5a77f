import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, readText, root } from "./files.ts";
import { placesOf, shownTexts } from "./shownTexts.ts";

type Texts = Readonly<Record<string, string>>;

const shown = shownTexts(["core", "vscode", "webview"]);
const commands = (text: string): readonly string[] => [...(text.match(/\]\([^)]+\)|`[^`]+`/g) ?? [])].sort();

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

describe("translations", () => {
  it("can be checked: the words are one literal, with as many places as there are values", () => {
    assert.deepEqual([...shown.computed, ...shown.misfitting], []);
  });

  it("cover what VS Code and the converter's page show", () => {
    assert.deepEqual(shown.untranslated, []);
    assert.ok(shown.translatable.size > 100);
  });

  it("have one in German", () => {
    assert.ok(languages.includes("de"));
    assert.equal(JSON.parse(readText("package.json")).l10n, "./l10n");
  });

  for (const language of languages)
    for (const { file, english, source } of wanted) {
      const name = file(language);
      describe(name, () => {
        if (process.env["UPDATE"]) update(name, english);
        const texts: Texts = JSON.parse(readText(name));

        it(`has a text for each of ${source}, and no other`, () => {
          const missing = Object.keys(english).filter((key) => !texts[key]);
          const left = Object.keys(texts).filter((key) => english[key] === undefined);
          const lines = missing.map((key) => `  ${JSON.stringify(key)}: ${JSON.stringify(english[key])},`);
          assert.ok(
            missing.length === 0 && left.length === 0,
            [
              ...(missing.length > 0 ? [`${name} lacks texts. Paste these lines, and translate them:`, ...lines] : []),
              ...(left.length > 0 ? [`Remove from ${name}: ${source} has no such text any more:`, ...left] : []),
              "UPDATE=1 brings missing ones in as empty texts and drops the others.",
            ].join("\n"),
          );
        });

        it("has the same places, links and code as the English", () => {
          const differs = Object.entries(texts).filter(([key, text]) => {
            const original = english[key] ?? "";
            return (
              placesOf(text).join() !== placesOf(original).join() || commands(text).join() !== commands(original).join()
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
});

function update(name: string, english: Texts): void {
  const texts: Texts = JSON.parse(readText(name));
  const updated = Object.fromEntries(Object.keys(english).map((key) => [key, texts[key] ?? ""]));
  writeFileSync(join(root, name), `${JSON.stringify(updated, null, 2)}\n`);
}
