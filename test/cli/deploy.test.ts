import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { wrapForms } from "../../src/core/deploy/wrapRegistries.ts";
import { cli, folderWith } from "./cli.ts";

const registries = `mirrors:
  docker.io:
    endpoint: ["https://r.example.com"]
configs:
  r.example.com:
    auth: {username: u, password: 'CANARY'}
`;

function script(text: string): string {
  return `cat > /etc/rancher/k3s/registries.yaml <<EOF\n${text}EOF\n`;
}

describe("k3s-registries deploy", function () {
  this.timeout(60_000);

  for (const form of wrapForms)
    it(`writes a file for ${form} that gives back the registries.yaml, and masks what it prints`, async () => {
      const folder = folderWith({ "registries.yaml": registries });
      const made = await cli(folder, ["deploy", "registries.yaml", "--to", form, "-o", "made"]);
      assert.deepEqual([made.stdout, made.status], ["", 0], made.stderr);
      assert.doesNotMatch(made.stderr, /CANARY/);
      assert.equal(statSync(join(folder, "made")).mode & 0o777, 0o600);
      const text = readFileSync(join(folder, "made"), "utf8");
      const revealed = await cli(folder, ["deploy", "-", "--to", form, "--reveal"], { input: registries });
      assert.equal(revealed.stdout, text);
      const masked = await cli(folder, ["deploy", "registries.yaml", "--to", form]);
      assert.equal(masked.stdout.replace(/'?••••••••'?/g, "CANARY"), text.replace(/'?CANARY'?/g, "CANARY"));
      assert.match(masked.stderr, /Secrets are masked/);
    });

  it("writes for the product that reads the file", async () => {
    const folder = folderWith({ "registries.yaml": registries, ".k3s-registries.yaml": "target: rke2\n" });
    const { stdout } = await cli(folder, ["deploy", "registries.yaml", "--to", "cloud-init"]);
    assert.match(stdout, /path: \/etc\/rancher\/rke2\/registries\.yaml/);
    const named = await cli(folder, ["deploy", "registries.yaml", "--to", "cloud-init", "--target", "k3s"]);
    assert.match(named.stdout, /path: \/etc\/rancher\/k3s\/registries\.yaml/);
  });

  it("takes a registries.yaml out of one file, and puts it into another", async () => {
    const folder = folderWith({ "registries.yaml": registries });
    await cli(folder, ["deploy", "registries.yaml", "--to", "cloud-init", "-o", "user-data.yaml"]);
    await cli(folder, ["deploy", "user-data.yaml", "--to", "nixos", "-o", "node.nix"]);
    const { stdout } = await cli(folder, ["extract", "node.nix", "--as", "registries.yaml", "--reveal"]);
    assert.equal(stdout, registries);
  });

  it("refuses a file with errors, and lists them", async () => {
    const text = registries
      .replace("endpoint:", "endpoints:")
      .replace(/"(https.*)"/, "$1")
      .replace("'CANARY'", "{CANARY: 1}");
    const folder = folderWith({ "registries.yaml": text, "up.sh": script(text) });
    for (const [file, first] of [
      ["registries.yaml", 3],
      ["up.sh", 4],
    ] as const) {
      const { stdout, stderr, status } = await cli(folder, ["deploy", file, "--to", "nixos", "-o", "new"]);
      const lines = stderr.trimEnd().split("\n");
      assert.deepEqual(
        lines.map((line) => /^\S+:(\d+) error .* \[([\w-]+)\]$/.exec(line)?.slice(1)),
        [[`${first}`, "unknown-key"], [`${first + 3}`, "password-not-quoted"], undefined],
        stderr,
      );
      assert.match(lines.at(-1) ?? "", /these errors are in the file, so nothing is written; fix them first/);
      assert.doesNotMatch(stderr, /CANARY/);
      assert.deepEqual([stdout, status], ["", 2]);
      assert.ok(!existsSync(join(folder, "new")));
    }
  });

  it("takes rules that are turned off for no errors", async () => {
    const text = registries.replace("endpoint:", "endpoints:");
    const settings = "severities:\n  unknown-key: off\n";
    const folder = folderWith({
      "registries.yaml": text,
      "other.yaml": `# k3s-registries-disable unknown-key\n${text}`,
    });
    const asked = (file: string) => cli(folder, ["deploy", file, "--to", "nixos"]);
    assert.deepEqual([(await asked("registries.yaml")).status, (await asked("other.yaml")).status], [2, 0]);
    writeFileSync(join(folder, ".k3s-registries.yaml"), settings);
    assert.equal((await asked("registries.yaml")).status, 0);
  });

  const refused: readonly (readonly [args: readonly string[], problem: RegExp])[] = [
    [[], /deploy needs one registries\.yaml/],
    [["registries.yaml"], /--to takes k3d, cloud-init, ansible/],
    [["registries.yaml", "--to", "ssh2"], /--to takes k3d/],
    [["registries.yaml", "--to", "k3d", "-o", "-"], /-o with the name of a file, or --reveal/],
    [["registries.yaml", "--to", "k3d", "-o", "new", "--reveal"], /-o with the name of a file, or --reveal/],
    [["registries.yaml", "--to", "k3d", "-o", "robot.yaml"], /robot\.yaml: this file already exists/],
    [["registries.yaml", "--to", "k3d", "--target", "k3d", "-o", "new"], /--target takes k3s, rke2/],
    [["robot.yaml", "--to", "k3d", "-o", "new"], /robot\.yaml: .*"\$".*--registry-config/],
    [["empty.yaml", "--to", "nixos", "-o", "new"], /empty\.yaml: .* neither "mirrors" nor "configs"/],
    [["up.sh", "--to", "nixos", "-o", "new"], /up\.sh: Parts of this registries\.yaml are filled in/],
  ];
  for (const [args, problem] of refused)
    it(`refuses ${args.join(" ")}`, async () => {
      const folder = folderWith({
        "registries.yaml": registries,
        "robot.yaml": registries.replace("username: u", "username: 'robot$ci'"),
        "empty.yaml": "mirrors: {}\n",
        "up.sh": script("mirrors:\n  docker.io:\n    endpoint: [$URL]\n"),
      });
      const { stdout, stderr, status } = await cli(folder, ["deploy", ...args]);
      assert.match(stderr, problem);
      assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
      assert.doesNotMatch(stderr, /CANARY/);
      assert.deepEqual([stdout, status], ["", 2]);
      assert.ok(!existsSync(join(folder, "new")));
    });
});
