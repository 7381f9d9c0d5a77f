import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { knownKeys } from "../../src/core/file/format.ts";
import { keySentences } from "../../src/core/file/keyDocumentation.ts";
import { namingProduct } from "../../src/core/file/namingProduct.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { parseImage } from "../../src/core/images/reference.ts";
import { lint } from "../../src/core/lint/lint.ts";
import type { LintSettings } from "../../src/core/lint/rule.ts";
import { pullPlan } from "../../src/core/pull/plan.ts";
import { explainErrors } from "../../src/core/pullErrors/explainError.ts";
import { readPullErrors } from "../../src/core/pullErrors/pullError.ts";
import { withReader } from "../../src/core/text/reader.ts";
import { testSettings } from "../rules/settings.ts";
import { postedErrors } from "./pull/errorTexts.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The name in a sentence about what reads the file; what names a path, a version, an id or a value is none. */
const k3s = /(?<![\w/.@#+"`-])k3s(?![\w/@#+"`-]|[.:]\S| v\d)/;

/** Where both products are meant, or a command of one of them. */
function isAboutBoth(sentence: string): boolean {
  return /k3s (?:and|or) RKE2|RKE2 (?:and|or) k3s|systemctl restart k3s/.test(sentence);
}

function isAboutK3s(sentence: string): boolean {
  return k3s.test(sentence) && !isAboutBoth(sentence);
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

  it("is k3s where the file has that name, which a sentence may quote", () => {
    const sentence = "k3s reads the mirror of k3s";
    const said = (text: string): string => namingProduct({ product: "rke2" }, openRegistries(text))(sentence);
    for (const text of [
      "mirrors: {k3s: {endpoint: [a.example.com]}}",
      "mirrors: {a.example.com: {endpoint: [http://k3s]}}",
      "configs: {k3s: {auth: {username: u, password: p}}}",
      "configs: {a.example.com: {auth: {username: k3s, password: p}}}",
    ])
      assert.equal(said(text), sentence, text);
    const other = "mirrors: {k3s.example.com: {endpoint: [http://k3s:5000]}}";
    assert.equal(said(other), "RKE2 reads the mirror of RKE2");
    assert.equal(namingProduct({ product: "k3s" })(sentence), sentence);
    assert.equal(namingProduct({})(sentence), sentence);
  });

  it("is RKE2 in every finding for it, and in how an image is pulled", () => {
    const left = new Set<string>();
    for (const { text, settings } of ruleCases()) {
      const forRke2 = { ...settings, target: { ...settings.target, product: "rke2" } } as const;
      for (const { message, related, fixes } of lint(openRegistries(text), forRke2))
        for (const sentence of [message, ...related.map((other) => other.message), ...fixes.map(({ title }) => title)])
          if (isAboutK3s(sentence)) left.add(sentence);
      for (const sentence of pullSentences(text, forRke2)) if (isAboutK3s(sentence)) left.add(sentence);
    }
    assert.deepEqual([...left], []);
  });

  it("is RKE2 in every explanation of an error", () => {
    const file = "configs: {docker.io: {auth: {username: u, password: p}}}\n";
    const said = postedErrors.flatMap(({ text }) =>
      [file, undefined].flatMap((registries) =>
        explainErrors(readPullErrors(text), registries === undefined ? undefined : openRegistries(registries), {
          target: { product: "rke2" },
        }).flatMap(({ headline, remarks, causes, outside }) => [
          headline,
          ...remarks,
          ...causes.flatMap((cause) => [cause.text, ...cause.details]),
          ...outside,
        ]),
      ),
    );
    assert.ok(said.some((sentence) => sentence.includes("RKE2")));
    assert.deepEqual(said.filter(isAboutK3s), []);
  });

  it("is RKE2 in every hover over a key", () => {
    const left = (["root", "mirror", "config", "auth", "tls"] as const)
      .flatMap((level) => knownKeys[level].flatMap((key) => keySentences(level, key)))
      .map(namingProduct({ product: "rke2" }))
      .filter(isAboutK3s);
    assert.deepEqual(left, []);
  });
});

/** The files of the rules' cases that RKE2 can read, each with its settings. */
function ruleCases(): readonly { readonly text: string; readonly settings: LintSettings }[] {
  const folder = join(root, "test", "rules");
  return readdirSync(folder)
    .filter((name) => !name.endsWith(".ts"))
    .flatMap((id) => {
      const names = readdirSync(join(folder, id));
      return names
        .filter((name) => name.endsWith(".yaml"))
        .map((name) => {
          const json = name.replace(/(?:\.fixed)?\.yaml$/, ".settings.json");
          const settings = names.includes(json) ? testSettings(readFileSync(join(folder, id, json), "utf8")) : {};
          return { text: readFileSync(join(folder, id, name), "utf8"), settings };
        });
    })
    .filter(({ settings: { target } }) => target?.product === undefined || target.product === "rke2");
}

/** All that is said of how an image is pulled. */
function pullSentences(text: string, settings: LintSettings): readonly string[] {
  const image = parseImage("docker.io/library/nginx:1");
  assert.ok(image.ok);
  const reading = pullPlan(openRegistries(text), image.image, settings);
  if (!reading.ok) return [reading.problem];
  const { noMirror, stopped, notes, attempts } = reading.plan;
  return [
    ...[noMirror, stopped, ...notes, ...attempts.flatMap((attempt) => attempt.notes)].flatMap(
      (note) => note?.text ?? [],
    ),
    ...attempts.flatMap(({ credential }) =>
      "sentences" in credential ? credential.sentences : "reason" in credential ? [credential.reason] : [],
    ),
  ];
}
