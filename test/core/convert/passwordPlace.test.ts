import assert from "node:assert/strict";
import { passwordPlace } from "../../../src/core/convert/passwordPlace.ts";
import { siblingEdits } from "../../../src/core/convert/siblingLines.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { applyEdits } from "../../../src/core/text/span.ts";

/** The text with `<>` around what a password would replace, for the cursor at `‸`; `undefined` where it is at none. */
function replaced(marked: string): string | undefined {
  const at = marked.indexOf("‸");
  const text = marked.replace("‸", "");
  const place = passwordPlace(openRegistries(text), { start: at, end: at });
  if (!place) return undefined;
  const { start, end } = place.value;
  assert.equal(text.slice(place.key).replace(/^["']/, "").slice(0, 8), "password");
  return `${text.slice(0, start)}<${text.slice(start, end)}>${text.slice(end)}`;
}

const head = "configs:\n  r.io:\n    auth:\n      ";
/** No host has it yet. */
const unreadable = "x: [}\nauth:\n      ";

describe("the place of a password", () => {
  for (const [name, [marked, expected]] of Object.entries({
    "is the value that the cursor is in": ["password: 'a‸b' # c\n", "password: <'ab'> # c\n"],
    "begins right at the value": ["password: ‸ab\n", "password: <ab>\n"],
    "ends right after the value": ["password: ab‸\n", "password: <ab>\n"],
    "is nowhere before the value": ["password:‸ ab\n", undefined],
    "is nowhere in the comment behind the value": ["password: ab # ‸c\n", undefined],
    "is nowhere in the key": ["pass‸word: ab\n", undefined],
    "is nowhere in another value": ["username: u‸\n      password: ab\n", undefined],
    "is nowhere on the next key's line": ["password: ab\n      username: u‸\n", undefined],
    "is the blanks after a colon": ["password:  ‸\n", "password:<  >\n"],
    "is right after a colon without blanks": ["password:‸\n", "password:<>\n"],
    "goes up to the cursor before a comment": ["password: ‸ # c\n", "password:< > # c\n"],
    "is nowhere in the comment of an empty value": ["password: # ‸c\n", undefined],
    "is on a deeper line below an empty value": ["password:\n        ‸\n", "password:<\n        >\n"],
    "is nowhere on a line below that is not deeper": ["password:\n      ‸\n", undefined],
    "is nowhere below a value that is there": ["password: ab\n        ‸\n", undefined],
    "is a block": ["password: |\n        a‸b\n", "password: <|\n        ab>\n"],
    "is all of a text whose quotes end too early": ["password: '‸a'b'\n", "password: <'a'b'>\n"],
    "includes a tag": ["password: !t a‸b\n", "password: <!t ab>\n"],
    "includes an anchor that nothing refers to": ["password: &a a‸b\n", "password: <&a ab>\n"],
    "keeps an anchor that an alias refers to": [
      "password: &a a‸b\n      username: *a\n",
      "password: &a <ab>\n      username: *a\n",
    ],
    "is in braces": ["{}\n  s.io: {auth: {password: a‸b}}\n", "{}\n  s.io: {auth: {password: <ab>}}\n"],
    "is nowhere below an empty value in braces": ["{password:\n        ‸ }\n", undefined],
    "is the second of two": ["password: a\n      password: b‸\n", "password: a\n      password: <b>\n"],
    "is the first of two": ["password: a‸\n      password: b\n", "password: <a>\n      password: b\n"],
  } as const))
    it(name, () => {
      assert.equal(replaced(head + marked), expected === undefined ? undefined : head + expected);
    });

  for (const [name, [marked, expected]] of Object.entries({
    "is the rest of the line": ["password: a‸b c\n", "password: <ab c>\n"],
    "is nothing after the colon": ["password:‸\n", "password:<>\n"],
    "leaves a comment": ["password: a‸b # c\n", "password: <ab> # c\n"],
    "takes a # without a blank before it as part of the value": ["password: a‸b#c\n", "password: <ab#c>\n"],
    "is nowhere in a comment": ["password: ab # ‸c\n", undefined],
    "is nowhere before the colon": ["passw‸ord: ab\n", undefined],
    "is nowhere on another key's line": ["username: a‸\n      password: b\n", undefined],
    "has a key in quotes": ['"password": a‸b\n', '"password": <ab>\n'],
    "is nowhere for a key with quotes that differ": ["\"password': a‸b\n", undefined],
  } as const))
    it(`in a file that can't be read ${name}`, () => {
      assert.equal(replaced(unreadable + marked), expected === undefined ? undefined : unreadable + expected);
    });
});

describe("a key password that is no credential's", () => {
  for (const marked of ["auth:\n  password: a‸b\n", "password: ‸\n", "x:\n  - password: ‸\n"])
    it(`is no place in a file that can be read: ${JSON.stringify(marked)}`, () => {
      assert.equal(replaced(marked), undefined);
    });
});

/** The text with a username set beside its password, whose value is `x`. */
function withSibling(text: string, username = "new"): string {
  const value = text.search(/\bx$/m);
  const line = text.lastIndexOf("\n", value) + 1;
  const key = line + text.slice(line).search(/\S/);
  const place = { value: { start: value, end: value + 1 }, key, flow: false };
  return applyEdits(text, siblingEdits(text, place, username));
}

describe("what is beside a password in a file that can't be read", () => {
  for (const [name, before, after] of [
    [
      "gets a username above the password",
      "    auth:\n      password: x\n",
      "    auth:\n      username: new\n      password: x\n",
    ],
    ["has its username replaced", "  username: old\n  password: x\n", "  username: new\n  password: x\n"],
    ["has it replaced below, too", "  password: x\n  username: old\n", "  password: x\n  username: new\n"],
    ["keeps the comment", "  username: old # who\n  password: x\n", "  username: new # who\n  password: x\n"],
    ["has an empty username filled", "  username:\n  password: x\n", "  username: new\n  password: x\n"],
    [
      "keeps a comment behind an empty one",
      "  username: # who\n  password: x\n",
      "  username: new # who\n  password: x\n",
    ],
    ["stays where the username is right", "  username: new\n  password: x\n", "  username: new\n  password: x\n"],
    ["stays where it is right in quotes", "  username: 'new'\n  password: x\n", "  username: 'new'\n  password: x\n"],
    [
      "loses other credentials",
      "  auth: a\n  password: x\n  identity_token: b\n  username: new\n",
      "  password: x\n  username: new\n",
    ],
    [
      "keeps a username that is an alias or a block",
      "  username: *a\n  password: x\n",
      "  username: *a\n  password: x\n",
    ],
    [
      "keeps keys of other columns",
      "username: a\n  password: x\n    auth: b\n",
      "username: a\n  username: new\n  password: x\n    auth: b\n",
    ],
    [
      "ends at a line that is less deep",
      "  password: x\n z:\n  username: a\n",
      "  username: new\n  password: x\n z:\n  username: a\n",
    ],
    [
      "goes on over empty lines",
      "  username: old\n\n  password: x\n\n  auth: a\n",
      "  username: new\n\n  password: x\n\n",
    ],
    [
      "leaves the credential of the host above",
      "  username: a\n z:\n  username: old\n  password: x\n",
      "  username: a\n z:\n  username: new\n  password: x\n",
    ],
    ["keeps CRLF", "  password: x\r\n", "  username: new\r\n  password: x\r\n"],
    ["has CRLF between", "  auth: a\r\n  password: x\r\n  username: old\r\n", "  password: x\r\n  username: new\r\n"],
    ["ends with the file", "  username: new\n  password: x\n  auth: a", "  username: new\n  password: x\n"],
  ] as const)
    it(name, () => {
      assert.equal(withSibling(before), after);
    });

  it("writes a username that YAML would read as something else in quotes", () => {
    assert.equal(withSibling("  password: x\n", "0123"), "  username: '0123'\n  password: x\n");
  });
});
