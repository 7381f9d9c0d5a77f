import assert from "node:assert/strict";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { applyEdits } from "../../../src/core/text/span.ts";
import { hiddenByComment } from "../../../src/core/yaml/comment.ts";
import { invisibleCharacters } from "../../../src/core/yaml/invisible.ts";

describe("an odd character where a blank must be", () => {
  for (const [name, [before, after, at]] of Object.entries({
    "is a blank of the indentation": ["a:\n\u00a0 b: c\n", "a:\n  b: c\n", 3],
    "is gone where it has no width": ["a:\n  \u200bb: c\n", "a:\n  b: c\n", 3],
    "stands behind a colon": ["a:\u00a0b\n", "a: b\n", 2],
    "stands behind a colon and a blank": ["a: \u00a0b\n", "a:  b\n", 2],
    "stands behind a colon, before a value with another": ["a:\u00a0b\u200bc\n", "a: b\u200bc\n", 2],
    "is one of several": ["a:\u00a0 \u00a0b\n", "a:   b\n", 2],
    "stands behind a dash": ["a:\n  -\u00a0b\n", "a:\n  - b\n", 6],
    "stands behind the first of two dashes": ["  -\u00a0-\u00a0a\n", "  - -\u00a0a\n", 3],
    "stands behind a dash and behind a colon": ["-\u3000a: \u200bb\n", "-\u3000a: b\n", 4],
    "stands behind a key in quotes": ["'a b':\u00a0c\n", "'a b': c\n", 6],
    "stands behind a key in double quotes": ['"a b":\u00a0c\n', '"a b": c\n', 6],
    "stands behind a wildcard": ["*.a-b:\u00a0c\n", "*.a-b: c\n", 6],
    "stands behind a key of a list": ["- a:\u00a0b\n", "- a: b\n", 4],
    "is a byte-order mark that is not at the start": ["a:\ufeffb\n", "a:b\n", 2],
    "stands behind the byte-order mark": ["\ufeff\u00a0a: b\n", "\ufeff a: b\n", 1],
    "is one that is no blank today": ["a:\u180eb\n", "a:b\n", 2],
  } as const))
    it(name, () => {
      const { blanks, first } = invisibleCharacters(openRegistries(before).doc);
      assert.equal(applyEdits(before, blanks), after);
      assert.equal(first?.start, at);
    });

  for (const text of [
    "a: b\n",
    "\ufeffa: b\n",
    "# \u00a0 x\n",
    "a: b #\u00a0c\n",
    "a: |\n  \u00a0b\n",
    "a: 'b\n  \u00a0c'\n",
    '- a: "b\n  \u00a0c"\n',
    "a: b\u00a0c\n",
    "x y:\u00a0c\n",
    "a\u2028:\u00a0b\n",
    "\u00a0\n",
  ])
    it(`is none in ${JSON.stringify(text)}`, () => {
      const { blanks, first } = invisibleCharacters(openRegistries(text).doc);
      assert.deepEqual([blanks, first], [[], undefined]);
    });
});

describe("a scalar with an odd character", () => {
  for (const [text, scalars] of [
    ["a\u00a0b: c\n", [[["a\u00a0b"], "key", "a\u00a0b"]]],
    ["a: b\u00a0c\n", [[["a"], "value", "b\u00a0c"]]],
    ["a:\n  b: \u201cc\u201d\n", [[["a", "b"], "value", "\u201cc\u201d"]]],
    ["a: [b, \u201cc\u201d]\n", [[["a", 1], "value", "\u201cc\u201d"]]],
    ["- {c: d\u200b}\n", [[[0, "c"], "value", "d\u200b"]]],
    ["- - \u2018c\u2019\n", [[[0, 0], "value", "\u2018c\u2019"]]],
    ["? [\u2018c\u2019]\n: d\u200b\n", [[[""], "value", "d\u200b"]]],
    ["a: |\n  \u00a0b\n", [[["a"], "value", "\u00a0b\n"]]],
    ["a:\u00a0\u201cb\u201d\n", []],
    ["a: b # \u201cc\u201d\n", []],
  ] as const)
    it(`is told by its place: ${JSON.stringify(text)}`, () => {
      const found = invisibleCharacters(openRegistries(text).doc).scalars;
      assert.deepEqual(
        found.map((scalar) => [scalar.path, scalar.part, scalar.text]),
        scalars,
      );
    });
});

describe("the comment in the place of a value", () => {
  for (const [text, hidden] of [
    ["a: #b\n", "#b"],
    ["a:\t # b c  \n", "# b c"],
    ["a: # b\r\n", "# b"],
    ["a: #b", "#b"],
    ["a:\n  # b\n", undefined],
    ["a:\n", undefined],
    ["a: c # b\n", undefined],
    ["a: '' # b\n", undefined],
    ["b: # a\n", undefined],
  ] as const)
    it(`is ${hidden} in ${JSON.stringify(text)}`, () => {
      const found = hiddenByComment(openRegistries(text).doc, ["a"]);
      assert.equal(found?.text, hidden);
      if (found) assert.equal(text.slice(found.span.start, found.span.end), hidden);
    });
});
