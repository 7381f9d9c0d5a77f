import assert from "node:assert/strict";
import { filesBelow, readText } from "./files.ts";
import { literalsOf } from "./literals.ts";

/** A text that people read, and where it is. */
interface Words {
  readonly place: string;
  readonly text: string;
}

/** Words that read like a translation, and what to write instead. A hint list: exceptions are in `allowed`. */
const banned: readonly (readonly [words: RegExp, instead: string])[] = [
  [/\b(?:stands?|stood)\b(?! for\b)/i, "is"],
  [/\b(?:holds?|held)\b/i, "contains, applies to"],
  [/\b(?:is|are|be|was|were|being) (?:told|said)\b/i, "is reported, is shown, specify"],
  [/\btells (?:that|what|whether|how|of)\b/i, "shows, reports"],
  [/\btak(?:es?|ing|en) (?:it|this|that|them|all of it|the \w+ )?for\b/i, "reads it as"],
  [/\bmend(?:s|ed|ing)?\b/i, "fix, correct"],
  [/\banew\b/i, "again"],
  [/(?<!\bthere )\b(?:is|are|was) no (?!longer\b|more\b|such\b)/i, "is not a"],
  [/\bof (?:Google|Amazon|Rancher|GitHub|Docker)'s\b(?= (?:is|are|has|have|was|that|which)\b|[^\w ]|$)/, "a Google …"],
  [/\b(?:whom|nobody)\b/i, "which registry, none"],
  [/\bcomes? to\b/i, "evaluates to, matters for"],
  [/\bgo(?:es)? before\b/i, "overrides, takes precedence over"],
  [/\bby the keyboard\b/i, "with the keyboard"],
  [/\bat (?:its )?start\b/i, "at startup"],
  [/\bfor ever\b/i, "in a loop"],
  [/\b(?:a|no|the|with|of|and) blanks?\b(?! lines?)|\bblanks\b/i, "a space"],
  [/\b(?:is|are|be|as|no|into) (?:a |another |no )?text\b(?!,)/i, "a string, a value"],
  [/\bwithout a word\b/i, "without an error, without a log line"],
  [/\bso that (?:it|this) does nothing\b/i, "and has no effect"],
  [/\bwhat there is to\b/i, "notes on"],
  [/\b(?:is|are|be|was) asked\b|\basked for as\b/i, "containerd tries, the request is for"],
  [/\bsays so\b/i, "name the fact"],
  [/\bby any door\b/i, "from any file"],
  [/\b(?:k3s|RKE2|containerd|YAML) wants?\b/, "expects, needs"],
  [/\bany more\b/i, "anymore, no longer"],
  [
    /\b(?:recognis|normalis|organis|authoris|initialis|customis)\w+|\bbehaviour|\bcolour|\blicence/i,
    "American spelling",
  ],
];

/** Texts that may keep a banned word, with the reason. */
const allowed: readonly (readonly [text: RegExp, reason: string])[] = [[/MIT License/, "the name of the license"]];

function code(): readonly Words[] {
  return filesBelow("src")
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => literalsOf(readText(file)).map(({ line, text }) => ({ place: `${file}:${line}`, text })))
    .filter(({ text }) => /\p{L} \p{L}/u.test(text));
}

/** The strings of a JSON file, keys too. */
function json(file: string): readonly Words[] {
  const strings = (value: unknown): readonly string[] => {
    if (typeof value === "string") return [value];
    if (value === null || typeof value !== "object") return [];
    return Object.entries(value).flatMap(([key, inner]) => [key, ...strings(inner)]);
  };
  return strings(JSON.parse(readText(file))).map((text) => ({ place: file, text }));
}

/** The lines of a page without its code: what is quoted from a log or a file is not ours. */
function page(file: string, text = readText(file)): readonly Words[] {
  const prose = text.replace(/^ *```[\s\S]*?^ *```/gm, (block) => block.replace(/[^\n]/g, "")).split("\n");
  return prose.map((line, index) => ({ place: `${file}:${index + 1}`, text: line.replace(/`[^`]*`/g, "``") }));
}

/** Up to the second heading of a release: earlier releases stay as they were published. */
function newestChanges(): readonly Words[] {
  const file = "CHANGELOG.md";
  const [head = "", newest = ""] = readText(file).split(/^(?=## )/m);
  return page(file, head + newest);
}

const markdown = (folder: string): readonly string[] =>
  filesBelow(folder).filter((file) => file.endsWith(".md") && !/\.nls\.[\w-]+\.md$/.test(file));

const everything: Readonly<Record<string, () => readonly Words[]>> = {
  "the code": code,
  "the manifest": () => [...json("package.json"), ...json("package.nls.json")],
  "the pages": () =>
    ["README.md", "CONTRIBUTING.md", ...markdown("docs"), ...markdown("media")].flatMap((file) => page(file)),
  "the newest changes": newestChanges,
};

function faults(words: readonly Words[]): readonly string[] {
  return words.flatMap(({ place, text }) =>
    allowed.some(([pattern]) => pattern.test(text))
      ? []
      : banned.flatMap(([pattern, instead]) => {
          const { 0: found, index } = pattern.exec(text) ?? { 0: "", index: 0 };
          const around = text.slice(Math.max(0, index - 40), index + found.length + 40).replace(/\s+/g, " ");
          return found === "" ? [] : [`${place}: "${found}" (${instead}): ${around.trim()}`];
        }),
  );
}

describe("the words", () => {
  it("are found in strings and templates, not in names, comments and regular expressions", () => {
    const template = "`mend $" + "{b ? `in $" + "{{ c: '}' }.c} it` : /anew's/} anew`";
    const source = `// It stands here.\nconst holds = a / 2 / ${template};\nreturn /it's/.test('for ever') ? "a\\nb" : {};`;
    assert.deepEqual(literalsOf(source), [
      { line: 2, text: "mend " },
      { line: 2, text: "in " },
      { line: 2, text: "}" },
      { line: 2, text: " it" },
      { line: 2, text: " anew" },
      { line: 3, text: "for ever" },
      { line: 3, text: "a\nb" },
    ]);
    const odd = page("a.md", "It stands `whom` here.\n```\nfor ever\n```\n");
    assert.deepEqual(faults(odd), ['a.md:1: "stands" (is): It stands `` here.']);
  });

  for (const [name, words] of Object.entries(everything))
    it(`of ${name} are those of a technical writer`, () => {
      const found = words();
      assert.notEqual(found.length, 0);
      const odd = faults(found);
      if (odd.length > 0) assert.fail([`${odd.length} to rewrite:`, ...odd].join("\n"));
    });
});
