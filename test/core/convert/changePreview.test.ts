import assert from "node:assert/strict";
import { maskedSides, previewChange } from "../../../src/core/convert/changePreview.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { applyEdits, type TextEdit } from "../../../src/core/text/span.ts";

/** The edit that puts a text in the place of another, which is there once. */
function replacing(text: string, old: string, by: string): TextEdit {
  const start = text.indexOf(old);
  assert.ok(start >= 0 && text.indexOf(old, start + 1) < 0);
  return { start, end: start + old.length, text: by };
}

const signs = { same: " ", added: "+", removed: "-", gap: "" };

function shown(text: string, ...edits: readonly TextEdit[]): readonly string[] {
  return previewChange(openRegistries(text).doc, openRegistries(applyEdits(text, edits)).doc).map(
    (line) => signs[line.kind] + line.text,
  );
}

const numbered = Array.from({ length: 20 }, (_, index) => `# ${index + 1}`).join("\n");

describe("the preview of edits", () => {
  it("shows three unchanged lines around a change, and one gap for all others on a side", () => {
    assert.deepEqual(shown(numbered, replacing(numbered, "# 10\n", "# ten\n")), [
      ...["…", " # 7", " # 8", " # 9", "-# 10", "+# ten", " # 11", " # 12", " # 13", "…"],
    ]);
  });

  it("has no gap where the changes are near the ends or near each other", () => {
    const edits = [
      replacing(numbered, "# 4\n", ""),
      replacing(numbered, "# 11\n", ""),
      replacing(numbered, "# 17\n", ""),
    ];
    const lines = shown(numbered, ...edits);
    assert.ok(!lines.includes("…"), lines.join());
    assert.equal(lines.length, 20);
    assert.deepEqual(
      lines.filter((line) => line.startsWith("-")),
      ["-# 4", "-# 11", "-# 17"],
    );
  });

  it("has a gap between changes that are eight lines apart", () => {
    const edits = [replacing(numbered, "# 4\n", ""), replacing(numbered, "# 12\n", "")];
    const lines = shown(numbered, ...edits);
    assert.deepEqual(lines.slice(3, 12), ["-# 4", " # 5", " # 6", " # 7", "…", " # 9", " # 10", " # 11", "-# 12"]);
  });

  it("is one gap where nothing changes, and nothing for a text that is empty", () => {
    assert.deepEqual(shown(numbered), ["…"]);
    assert.deepEqual(shown(""), []);
  });

  it("tells lines apart that are the same", () => {
    const text = "# a\n# b\n# b\n# c\n";
    assert.deepEqual(shown(text, { start: 4, end: 4, text: "# b\n" }), [" # a", " # b", " # b", "+# b", " # c"]);
    assert.deepEqual(shown(text, { start: 0, end: 4, text: "" }), ["-# a", " # b", " # b", " # c"]);
  });

  it("shows lines that move to the end of the file", () => {
    const text = "# a\n# b\n";
    const moved = [
      { start: 0, end: 4, text: "" },
      { start: 8, end: 8, text: "# a\n" },
    ];
    assert.deepEqual(shown(text, ...moved).toSorted(), [" # a", "+# b", "-# b"].toSorted());
  });

  const secret = "configs:\n  r.io:\n    auth:\n      username: u\n      password: 'OLD-SECRET'\n";

  it("shows a password that changes as a line that goes and one that comes, though both look the same", () => {
    assert.deepEqual(shown(secret, replacing(secret, "OLD-SECRET", "NEW-SECRET")).slice(-2), [
      "-      password: '••••••••'",
      "+      password: '••••••••'",
    ]);
  });

  it("does not show a password that stays as a change", () => {
    assert.deepEqual(shown(secret, replacing(secret, "username: u", "username: v")).slice(-3), [
      "-      username: u",
      "+      username: v",
      "       password: '••••••••'",
    ]);
  });

  it("writes the mask of a user in a URL without quotes", () => {
    const text = "mirrors:\n  r.io:\n    endpoint:\n      - https://me:SECRET@m.example.com\n";
    assert.deepEqual(shown(text, replacing(text, "m.example.com", "n.example.com")).slice(-2), [
      "-      - https://••••••••@m.example.com",
      "+      - https://••••••••@n.example.com",
    ]);
  });

  it("marks the secret that goes and the one that comes where both sides are compared, and none that stays", () => {
    const text = `${secret}  s.io:\n    auth: {username: u, password: 'STAYS'}\n`;
    const marks = { old: "old", new: "new" };
    const { before, after } = maskedSides(openRegistries(text), [replacing(text, "OLD-SECRET", "NEW-SECRET")], marks);
    assert.match(before, /password: '•+ old'\n {2}s\.io:.*password: '•+'\}\n$/s);
    assert.match(after, /password: '•+ new'\n {2}s\.io:.*password: '•+'\}\n$/s);
  });
});
