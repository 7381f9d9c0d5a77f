import assert from "node:assert/strict";
import { parseSettingsFile } from "../../src/core/lint/settingsFile.ts";
import { type SettingsChange, settingsFileEdits } from "../../src/core/lint/settingsFileEdit.ts";
import { applyEdits } from "../../src/core/text/span.ts";

const off: SettingsChange = { rule: "unknown-key", severity: "off" };

function edited(text: string, change: SettingsChange): string | undefined {
  const edits = settingsFileEdits(text, change);
  return edits && applyEdits(text, edits);
}

describe("an edit of a settings file", () => {
  it("sets a rule and keeps every other byte, in LF and CRLF", () => {
    for (const [before, after] of [
      ["", "severities:\n  unknown-key: 'off'\n"],
      ["# ours\n", "# ours\nseverities:\n  unknown-key: 'off'\n"],
      ["severities: # by us\n", "severities: # by us\n  unknown-key: 'off'\n"],
      ["target:   rke2 # all\n", "target:   rke2 # all\nseverities:\n  unknown-key: 'off'\n"],
      [
        "severities:\n    yaml-syntax: off # why\n\nignores: [a]\n",
        "severities:\n    yaml-syntax: off # why\n    unknown-key: 'off'\n\nignores: [a]\n",
      ],
      ["severities:\n  unknown-key: hint  # why\n", "severities:\n  unknown-key: 'off'  # why\n"],
      ["severities: {yaml-syntax: off}\n", "severities: {yaml-syntax: off, unknown-key: 'off'}\n"],
    ] as const)
      for (const eol of ["\n", "\r\n"]) {
        const written: string = edited(before.replaceAll("\n", eol), off) ?? "";
        if (before.includes("\n")) assert.equal(written, after.replaceAll("\n", eol));
        assert.equal(parseSettingsFile(written).settings.severities?.["unknown-key"], "off");
      }
  });

  it("is made where the setting is written, however that is", () => {
    for (const [before, after] of [
      ["%YAML 1.2\n---\ntarget: k3s\n...\n", "%YAML 1.2\n---\ntarget: k3s\nseverities:\n  unknown-key: 'off'\n...\n"],
      ["target: k3s", "target: k3s\nseverities:\n  unknown-key: 'off'"],
      ["target: k3s\n# the end\n", "target: k3s\nseverities:\n  unknown-key: 'off'\n# the end\n"],
      ["{}\n", "{ severities: { unknown-key: 'off' } }\n"],
      ["{target: k3s, }\n", "{target: k3s, severities: { unknown-key: 'off' }, }\n"],
      ["severities: {}\n", "severities: { unknown-key: 'off' }\n"],
      ["severities: ~ # none\n", "severities: # none\n  unknown-key: 'off'\n"],
      ["severities: &s\n  yaml-syntax: hint\n", "severities: &s\n  yaml-syntax: hint\n  unknown-key: 'off'\n"],
      ["severities:\n  unknown-key: # why\n", "severities:\n  unknown-key: 'off' # why\n"],
      ['severities:\n  "unknown-key": "hint"\n', "severities:\n  \"unknown-key\": 'off'\n"],
      ["ignores:\n  - a\n\n\n", "ignores:\n  - a\nseverities:\n  unknown-key: 'off'\n\n\n"],
      ["  target: k3s\n", "  target: k3s\n  severities:\n    unknown-key: 'off'\n"],
    ] as const) {
      assert.equal(edited(before, off), after);
      assert.equal(parseSettingsFile(after).settings.severities?.["unknown-key"], "off");
    }
  });

  it("sets the target", () => {
    assert.equal(edited("target: k3s # x\n", { target: "rke2 v1.31.6" }), "target: 'rke2 v1.31.6' # x\n");
  });

  it("leaves a file alone that can't be read, or holds something else there", () => {
    for (const text of [
      ...["severities: [\n", "- a\n", "severities: off\n", "severities: [a]\n", "a\n"],
      ...["severities: *a\n", "a: &a {}\nseverities: *a\n", "severities:\n  unknown-key: [a]\n"],
    ])
      assert.equal(edited(text, off), undefined);
  });
});
