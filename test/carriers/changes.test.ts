import assert from "node:assert/strict";
import { openCarrier } from "../../src/core/carriers/openCarrier.ts";
import { writeRegion } from "../../src/core/carriers/writeRegion.ts";
import { fixCarrier, lintCarrier, offeredCarrierFixes } from "../../src/core/lint/lintCarrier.ts";
import { applyEdits } from "../../src/core/text/span.ts";

const heredoc = (rewrites: string): string => `locals {
  k3s_registries = <<-EOT
    mirrors:
      docker.io:
        endpoint: ["https://mirror.example.com"]
        rewrite: ${rewrites}
  EOT
}
`;

describe("a fix of what a carrier does to a text", () => {
  const group = "$" + "{name}";

  it("is made if the node reads the text then", () => {
    const text = heredoc(`{"^(?P<name>.*)$": "${group}/x"}`);
    assert.ok(fixCarrier(lintCarrier(openCarrier("main.tf", text))).text.includes(`$${group}`));
  });

  it("is neither offered nor made if the node can't read the text then", () => {
    // Without quotes, the braces of the group end the map.
    const linted = lintCarrier(openCarrier("main.tf", heredoc(`{"^(?P<name>.*)$": ${group}/x}`)));
    const ofCarrier = linted.findings.filter(({ inner }) => inner === undefined);
    assert.ok(ofCarrier.length > 0);
    for (const finding of ofCarrier)
      for (const { edits } of offeredCarrierFixes(linted, finding)) {
        const [region] = openCarrier("main.tf", applyEdits(linted.carrier.text, edits)).regions;
        assert.ok(region?.file.reading.ok);
      }
    assert.ok(fixCarrier(linted).after.carrier.regions[0]?.file.reading.ok);
  });

  it("is made beside one that can't be", () => {
    const text = heredoc(
      `{"^(?P<name>.*)$": ${group}/x}\n      quay.io:\n        rewrite: {"^(?P<name>.*)$": "${group}/y"}`,
    );
    const { text: fixed } = fixCarrier(lintCarrier(openCarrier("main.tf", text)));
    assert.ok(fixed.includes(`"$${group}/y"`));
    assert.ok(fixed.includes(` ${group}/x`));
  });
});

describe("the span of a region", () => {
  const config = (header: string): string =>
    `apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  config: ${header}\n    mirrors:\n      docker.io: {}\n`;
  const linesOf = (path: string, text: string): readonly (readonly [number, number])[] =>
    openCarrier(path, text).regions.map(({ span }) => {
      const lineOf = (offset: number): number => text.slice(0, offset).split("\n").length;
      return [lineOf(span.start), lineOf(span.end - 1)];
    });

  it("has the empty lines that end a block string, of which none arrives", () => {
    for (const header of ["|", "|-", "|2-", ">", "|+"])
      for (const empty of ["", "\n", "  \n", "\n \n", "\r\n"])
        for (const after of ["", "options: {}\n", "# More.\n"]) {
          const text = `${config(header)}${empty}${after}`;
          const lines = 6 + empty.split("\n").length - 1;
          assert.deepEqual(linesOf("k3d.yaml", text), [[5 - (header === ">" ? 1 : 0), lines]], JSON.stringify(text));
          if (header !== "|+" && header !== ">")
            assert.equal(openCarrier("k3d.yaml", text).regions[0]?.text.trimEnd(), "mirrors:\n  docker.io: {}");
        }
  });

  it("has them in a file that is in another one", () => {
    const inner = `${config("|")}\nvolumes: []\n`;
    const text = `cat > k3d.yaml <<'EOF'\n${inner}EOF\n`;
    assert.deepEqual(linesOf("up.sh", text), [[6, 8]]);
  });

  it("has no line that is of the outer file", () => {
    const text = `${config("|")}\n`;
    assert.deepEqual(linesOf("up.sh", `cat > k3d.yaml <<'EOF'\n${text}EOF\n\n\necho done\n`), [[6, 8]]);
  });

  it("does not move where an edit at the end of the text is written", () => {
    const text = `${config("|")}\n\noptions: {}\n`;
    const carrier = openCarrier("k3d.yaml", text);
    const end = carrier.regions[0]?.text.length ?? 0;
    const written = writeRegion(carrier, 0, [{ start: end, end, text: "configs: {}\n" }]);
    assert.equal(written?.carrier.text, `${config("|")}    configs: {}\n\n\noptions: {}\n`);
  });
});

describe("the name of a region", () => {
  const nested = (key: string): string =>
    `stringData:\n  ? ${JSON.stringify(key)}\n  : |\n    #cloud-config\n    write_files:\n      - path: /etc/rancher/k3s/registries.yaml\n        content: |\n          mirrors: {}\n`;

  it("leaves out a key that is no name", () => {
    for (const key of [
      "puller\\n password",
      "password: hunter2",
      "configs:\n  a:\n    auth: {password: hunter2}",
      `password: hunter2 ${"x".repeat(100)}`,
    ]) {
      const [region] = openCarrier("secret.yaml", nested(key)).regions;
      assert.equal(region?.name, 'stringData["…"] > write_files[0].content');
    }
  });

  it("shows an expression as it is written", () => {
    const [region] = openCarrier("secret.yaml", nested("{{ x }}-data")).regions;
    assert.equal(region?.name, 'stringData["{{ x }}-data"] > write_files[0].content');
  });
});

describe("a block string at the end of a file without a line feed", () => {
  const text =
    "registries:\n  config: |\n    mirrors:\n      docker.io:\n        endpoints:\n          - https://mirror.example.com";
  for (const [name, before, end] of [
    ["k3d", "apiVersion: k3d.io/v1alpha5\nkind: Simple\n", ""],
    ["with an empty last line", "apiVersion: k3d.io/v1alpha5\nkind: Simple\n", "\n          "],
    ["as Windows writes it", "apiVersion: k3d.io/v1alpha5\r\nkind: Simple\r\n", ""],
  ] as const)
    it(`has its findings at their places, and fixes: ${name}`, () => {
      const whole = before + (before.includes("\r") ? text.replaceAll("\n", "\r\n") : text) + end;
      const linted = lintCarrier(openCarrier("a.yaml", whole));
      const [finding] = linted.findings;
      assert.equal(whole.slice(finding?.start, finding?.end), "endpoints");
      assert.equal(fixCarrier(linted).text, whole.replace("endpoints", "endpoint"));
      assert.notEqual(linted.carrier.regions[0]?.innerOffset(whole.length), undefined);
    });
});

describe("an edit of a region", () => {
  it("is refused if it would change what is after the text", () => {
    const script = "cat > /etc/rancher/k3s/registries.yaml <<EOF\n  mirrors: {}\n  EOF\n";
    const carrier = openCarrier("Vagrantfile", `config.vm.provision :shell, inline: <<~SHELL\n  ${script}SHELL\n`);
    const end = carrier.regions[0]?.text.length ?? 0;
    for (const text of ["\t", " ", "x"]) assert.equal(writeRegion(carrier, 0, [{ start: end, end, text }]), undefined);
    assert.notEqual(writeRegion(carrier, 0, [{ start: end, end, text: "configs: {}\n" }]), undefined);
  });

  it("is refused if an expression would begin elsewhere then", () => {
    const carrier = openCarrier(
      "k3d.yaml",
      'apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  config: |\n    {mirrors: {"*": {}, {{ x }}: {}}}\n',
    );
    const start = carrier.regions[0]?.text.indexOf('"*"') ?? -1;
    const without = (removed: string) => writeRegion(carrier, 0, [{ start, end: start + removed.length, text: "" }]);
    assert.equal(without('"*": {}, '), undefined);
    assert.ok(without('"*": {},')?.carrier.text.includes("{ {{ x }}: {}}"));
  });
});
