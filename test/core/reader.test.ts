import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { lint } from "../../src/core/lint/lint.ts";
import { phrase, say } from "../../src/core/text/phrase.ts";
import { forReader, withReader } from "../../src/core/text/reader.ts";
import { testSettings } from "../rules/settings.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The name in a sentence about what reads the file; what names a path, a version, an id or a value is none. */
const k3s = /(?<![\w/.@#+"`-])k3s(?![\w/@#+"`-]|[.:]\S| v\d)/;

/** Where both products are meant, or a command of one of them. */
function isAboutBoth(sentence: string): boolean {
  return /k3s (?:and|or|und|oder) RKE2|RKE2 (?:and|or|und|oder) k3s|systemctl restart k3s/.test(sentence);
}

describe("what reads the files", () => {
  it("is named in the place of k3s, and nothing else is changed", () => {
    const table: readonly (readonly [sentence: string, named: string])[] = [
      ["k3s can't read the file: k3s hangs.", "RKE2 can't read the file: RKE2 hangs."],
      ["only what that reads reaches k3s. Rename it.", "only what that reads reaches RKE2. Rename it."],
      ["k3s' reader, and k3s's log", "RKE2's reader, and RKE2's log"],
      ["Move it to /etc/rancher/k3s/registries.yaml.", "Move it to /etc/rancher/k3s/registries.yaml."],
      ["k3s v1.29.1+k3s1 and k3s#9322", "k3s v1.29.1+k3s1 and k3s#9322"],
      [
        'The mirror "k3s" of `k3s`, k3s-agent, k3s.example.com, my-k3s',
        'The mirror "k3s" of `k3s`, k3s-agent, k3s.example.com, my-k3s',
      ],
      [
        "Set k3sRegistries.embeddedRegistry, .k3s-registries.yaml",
        "Set k3sRegistries.embeddedRegistry, .k3s-registries.yaml",
      ],
      ["k3s and RKE2 read it", "k3s and RKE2 read it"],
      ["systemctl restart k3s on servers", "systemctl restart k3s on servers"],
      ["k3d hands it to k3s, which", "k3d hands it to RKE2, which"],
    ];
    for (const [sentence, named] of table) assert.equal(withReader(sentence, "RKE2"), named);
  });

  it("is named in the words of phrases at any depth, and not in their values", () => {
    const inner = phrase("k3s reads {0}", "k3s");
    const notes = { notes: [{ text: phrase("{0}, and k3s writes {1}", inner, "a k3s host") }], path: ["k3s", 1] };
    const named = forReader(notes, "RKE2");
    assert.equal(named.notes[0] && say(named.notes[0].text), "RKE2 reads k3s, and RKE2 writes a k3s host");
    assert.deepEqual(named.path, ["k3s", 1]);
    assert.equal(forReader(notes, undefined), notes);
  });

  it("is RKE2 in every finding for it", () => {
    const folder = join(root, "test", "rules");
    const left = new Set<string>();
    for (const id of readdirSync(folder).filter((name) => !name.endsWith(".ts")))
      for (const name of readdirSync(join(folder, id)).filter((file) => file.endsWith(".yaml"))) {
        const json = join(folder, id, name.replace(/(?:\.fixed)?\.yaml$/, ".settings.json"));
        const own = readdirSync(join(folder, id)).includes(json.slice(json.lastIndexOf("/") + 1));
        const settings = own ? testSettings(readFileSync(json, "utf8")) : {};
        if (settings.target?.product !== undefined && settings.target.product !== "rke2") continue;
        const text = readFileSync(join(folder, id, name), "utf8");
        for (const { message, related, fixes } of lint(text, {
          ...settings,
          target: { ...settings.target, product: "rke2" },
        }))
          for (const sentence of [
            message,
            ...related.map((other) => other.message),
            ...fixes.map(({ title }) => title),
          ])
            if (k3s.test(sentence) && !isAboutBoth(sentence)) left.add(sentence);
      }
    assert.deepEqual([...left], []);
  });

  it("is RKE2 in every phrase, in English and German", () => {
    const bundle = JSON.parse(readFileSync(join(root, "l10n", "bundle.l10n.de.json"), "utf8")) as Record<
      string,
      string
    >;
    const left = Object.entries(bundle)
      .flat()
      .map((words) => withReader(words, "RKE2"))
      .filter((words) => k3s.test(words) && !isAboutBoth(words));
    assert.deepEqual(left, []);
  });
});
