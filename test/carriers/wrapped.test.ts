import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openCarrier } from "../../src/core/carriers/openCarrier.ts";
import { fixCarrier, lintCarrier, offeredCarrierFixes } from "../../src/core/lint/lintCarrier.ts";
import { applyEdits, doOverlap } from "../../src/core/text/span.ts";
import { filesBelow } from "../project/files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const indented = (text: string, indent: string): string => text.replace(/^(?=[^\r\n])/gm, indent);

/** A file of a tool around a registries.yaml: its name, and the text before and after. */
interface Wrapper {
  readonly path: string;
  readonly before: string;
  readonly indent: string;
  readonly after: string;
}

const wrappers: Readonly<Record<string, Wrapper>> = {
  k3d: {
    path: "k3d.yaml",
    before: "apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  config: |\n",
    indent: "    ",
    after: "options:\n  k3d:\n    wait: true\n",
  },
  "cloud-init": {
    path: "user-data.yaml",
    before:
      "#cloud-config\nwrite_files:\n  - path: /etc/rancher/k3s/registries.yaml\n    permissions: '0600'\n    content: |\n",
    indent: "      ",
    after: "  - path: /etc/motd\n    content: hello\n",
  },
  heredoc: { path: "up.sh", before: "cat > /etc/rancher/k3s/registries.yaml <<'EOF'\n", indent: "", after: "EOF\n" },
};

const cases = filesBelow("test/rules").filter((name) => name.endsWith(".yaml") && !name.endsWith(".fixed.yaml"));

for (const [name, { path, before, indent, after }] of Object.entries(wrappers)) {
  describe(`every case of the rules in ${name}`, () => {
    it("is fixed without a change around it, and is at rest then", () => {
      let fixed = 0;
      for (const file of cases) {
        const text = `${readFileSync(join(root, file), "utf8").replace(/\n*$/, "\n")}`;
        const carrier = openCarrier(path, before + indented(text, indent) + after);
        const linted = lintCarrier(carrier);
        for (const finding of linted.findings)
          for (const { edits, title } of offeredCarrierFixes(linted, finding)) {
            assert.ok(!doOverlap(edits), `${file}: ${title}`);
            const changed = applyEdits(carrier.text, edits);
            assert.ok(
              changed.startsWith(before.slice(0, before.lastIndexOf("\n", before.length - 2))),
              `${file}: ${title}`,
            );
            assert.ok(changed.endsWith(after), `${file}: ${title}`);
          }
        const run = fixCarrier(linted);
        assert.ok(run.text.endsWith(after), file);
        assert.equal(fixCarrier(run.after).text, run.text, file);
        if (run.text !== carrier.text) fixed++;
      }
      assert.ok(fixed > 200, `${fixed}`);
    });
  });
}
