import assert from "node:assert/strict";
import { openCarrier } from "../../src/core/carriers/openCarrier.ts";

const times = 20_000;
const object = "# registries.yaml\nregistries = yamlencode({ mirrors = { ";
const cluster = 'resource "rancher2_cluster_v2" "a" { rke_config {\n';

/** Terraform files with many openings that have no end: read again from each, one of these would take minutes. */
const texts: Readonly<Record<string, string>> = {
  calls: `# registries.yaml\nregistries = ${"yamlencode({ a = ".repeat(times)}`,
  objects: object + "a = { ".repeat(times),
  "computed objects": `# registries.yaml\n${"registries = yamlencode({ for a in b : a => {} })\n".repeat(times)}`,
  expressions: object + "a = ((( \n".repeat(times),
  lists: object + "a = [ ".repeat(times),
  comments: `${object}a = b ${"/* ".repeat(times)}`,
  strings: object + 'a = "${ '.repeat(times),
  heredocs: object + "a = <<A\n".repeat(times),
  blocks: cluster + "registries { mirrors { hostname = x\n".repeat(times),
  "blocks of expressions": cluster + "registries { mirrors { hostname = (((( \n".repeat(times),
  clusters: `${cluster}registries { mirrors {\n`.repeat(times),
};

describe("unfinished values of Terraform", () => {
  for (const [name, text] of Object.entries(texts))
    it(`are read in a time that grows with the text: ${name}`, function () {
      this.timeout(20_000);
      assert.deepEqual(openCarrier("main.tf", text).regions, []);
    });
});

describe("unfinished expressions of other tools", () => {
  const heredoc = (opening: string, end = ""): string =>
    `cat > /etc/rancher/k3s/registries.yaml <<EOF\nmirrors:\n  docker.io:\n    endpoint: ["${opening.repeat(500_000)}${end}"]\nEOF\n`;
  for (const [path, opening] of [
    ["install.sh", "$" + "{"],
    ["install.sh", "$("],
    ["Makefile", "$("],
  ] as const)
    it(`are read in a time that grows with the text: ${opening} in ${path}`, function () {
      this.timeout(8_000);
      openCarrier(path, heredoc(opening));
    });

  it("do not hide those that end", () => {
    const [region] = openCarrier("install.sh", heredoc("", "https://$" + "{HOST}:5000/$(x")).regions;
    const text = region?.file.doc.text ?? "";
    assert.deepEqual([text.includes("HOST"), text.includes(":5000/$(x")], [false, true]);
  });
});
