import assert from "node:assert/strict";
import { brokenCredentials, mask } from "../../../src/core/yaml/brokenCredential.ts";
import { parseFirstDocument } from "../../../src/core/yaml/parser.ts";
import { sourceOf } from "../../../src/core/yaml/source.ts";

function readable(sample: string): boolean {
  const { failure, rest } = parseFirstDocument(sourceOf(sample));
  return !failure && !rest;
}

function written(text: string, canRead = readable): readonly string[] {
  return brokenCredentials(text, ["password", "username", "identity_token"], canRead).map(({ start, end }) =>
    text.slice(start, end),
  );
}

describe("a credential that breaks the YAML around it", () => {
  const rest = "username: u\n";
  for (const [name, [before, value, after]] of Object.entries({
    "is JSON without its last brace": ["password: ", '{"a": "b"', `\n${rest}`],
    "is JSON in double quotes": ["password: ", '"{"a": "b"}"', `\n${rest}`],
    "is JSON with a quote before it": ["password: ", '"{"a": "b"}', `\n${rest}`],
    "is JSON with blanks between it and its quotes": ["password: ", '" {"a": 1}"', "\n"],
    "is JSON whose closing quote is on the next line": ["password: ", '"{"a": 1}\n"', "\nb: c\n"],
    "is JSON in single quotes with one inside": ["password: ", '\'{"a": "it\'s"}\'', `\n${rest}`],
    "is JSON at the margin below its key": ["password:\n", '{\n"a": "b}"\n}', `\n${rest}`],
    "is JSON some lines below its key": ["password:\n\n  ", '{"a"', `\n${rest}`],
    "is JSON below the header of a block": ["password: ", '|\n{"a": "b"}', `\n${rest}`],
    "is JSON below a header with a comment": ["password: ", '|-2 # x\n{"a": "b"}', `\n${rest}`],
    "is a list that is not closed": ["password: ", '["a", "b', "\n"],
    "is a list of JSON that is not closed": ["password: ", '[{"a": 1}', "\nb: c\n"],
    "ends before a comment on a line": ["password: ", '{"a": {', "\n# c\n"],
    "ends before a list item": ["x:\n  - password: ", "{a", "\n  - b\n"],
    "ends before a key after a string that is not closed": ["password: ", '{"a": "b', `\n${rest}tls:\n  x: "}"\n`],
    "starts with @, and its comment is no part": ["password: ", "@b", " # c\nx: y\n"],
    "has a # without a blank before it": ["password: ", "@b#c", "\n"],
    "has a quote inside, and its comment is no part": ["password: ", "'it's'", " # c\n"],
    "has a double quote inside": ["password: ", '"a"b"', " # c\n"],
    "has a quote that is not closed": ["password: ", "'open", "\nx: y\n"],
    "has blanks behind it": ["password: ", "@b", "   \nx: y\n"],
    "has CRLF behind it": ["password: ", "@b", "\r\nx: y\r\n"],
    "is a single character": ["password: ", "`", "\nx: y\n"],
    "is a username": ["username: ", "@me", "\n"],
    "is a token": ["identity_token: ", "%x", "\n"],
    "has its key in quotes": ["a:\n  'password': ", "@b", "\n"],
    "has its key in double quotes": ['"password": ', "@b", "\n"],
    "has blanks before the colon": ["password : ", "@b", "\n"],
    "stands in a list": ["- password: ", "@b", "\n"],
    "stands in braces": ["a: {username: u, password: ", '{"x": "y"z}', "}\n"],
    "stands first in braces, in quotes": ["{a: {password: ", '"{"a": "b"}"', ", username: u}}\n"],
  } as const))
    it(name, () => {
      const text = before + value + after;
      assert.deepEqual(written(text), [value]);
      const [found] = brokenCredentials(text, ["password", "username", "identity_token"], readable);
      assert.equal(found?.field, /password|username|identity_token/.exec(text.replace("{username: u,", ""))?.[0]);
      const masked = mask(text, found ? [found] : []);
      assert.equal(masked.length, text.length);
      assert.deepEqual(masked.match(/[\r\n]/g), text.match(/[\r\n]/g));
      assert.ok(masked.startsWith(before) && masked.endsWith(after));
      assert.ok(readable(masked), masked);
      assert.match(masked.slice(before.length, text.length - after.length), /^(?:x|'')?\s*$/);
      assert.equal(
        found?.seenAt,
        before.endsWith("\n") || before.endsWith("  ") ? before.indexOf(":") + 1 : found?.start,
      );
    });

  for (const text of [
    "password: ab\n",
    "password: 'ab'\n",
    "password: # c\n",
    "password:\nx: y\n",
    "password:",
    'password: "a\\d"\n',
    'password: {"a": "b"}\n',
    '  password: {\n  "a": "b",\n  "c": {"d": [1]}\n  }\n',
    "{password: @b}\n",
    "xpassword: @b\n",
    "# password: @b\n",
    "passwords: @b\n",
    "password:@b\n",
  ])
    it(`is none: ${JSON.stringify(text)}`, () => {
      assert.deepEqual(written(text), []);
      assert.equal(mask(text, []), text);
    });

  it("is one of several, each masked where it is", () => {
    const text = "password: @a\nusername: @b\nx: {password: 'c'd'}\n";
    assert.deepEqual(written(text), ["@a", "@b"]);
    assert.equal(
      mask(text, brokenCredentials(text, ["password", "username", "identity_token"], readable)),
      "password: ''\nusername: ''\nx: {password: 'c'd'}\n",
    );
  });
});

describe("where the text of a credential ends that may be read or not", () => {
  for (const [text, value] of [
    ['password: {"a": "\\"}", "b": "}"}z\n', '{"a": "\\"}", "b": "}"}'],
    ['password: {"a": [1, {"b": 2}]} # c\n', '{"a": [1, {"b": 2}]}'],
    ['password: {"a": "x\\\ny}"}\n', '{"a": "x\\\ny}"}'],
    ["password: [x, y] z\n", "[x, y] z"],
    ["password: ab  # c\n", "ab"],
    ["password: 'ab' # c\n", "'ab'"],
    ["password: ab", "ab"],
  ] as const)
    it(JSON.stringify(text), () => {
      assert.deepEqual(
        written(text, () => false),
        [value],
      );
    });
});
