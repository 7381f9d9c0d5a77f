import assert from "node:assert/strict";
import { createHash } from "node:crypto";
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

  it("writes a script for ssh that has no secret, and that takes only this file", async () => {
    const nodes = "deploy@10.0.0.1 server\r\nagent-1 agent\r\n";
    const folder = folderWith({ "registries.yaml": registries, "nodes.txt": nodes });
    const args = [
      "deploy",
      "registries.yaml",
      "--to",
      "ssh",
      "--nodes",
      "nodes.txt",
      "--user",
      "ops",
      "--port",
      "2222",
    ];
    const made = await cli(folder, [...args, "-o", "deploy.sh"]);
    assert.deepEqual([made.stdout, made.status], ["", 0], made.stderr);
    assert.match(made.stderr, /Run it where ssh reaches the nodes: sh deploy\.sh registries\.yaml\n$/);
    const text = readFileSync(join(folder, "deploy.sh"), "utf8");
    assert.equal(statSync(join(folder, "deploy.sh")).mode & 0o777, 0o600);
    assert.doesNotMatch(text, /CANARY/);
    assert.ok(text.includes("nodes='ops@agent-1 agent 2222\ndeploy@10.0.0.1 server 2222'\n"), text.slice(0, 2000));
    assert.ok(text.includes(createHash("sha256").update(registries).digest("hex")));
    assert.match(text, /product=k3s sha256=\S+ limit=90 image=\n?'/);
    const printed = await cli(folder, [...args.slice(0, 6), "--timeout", "5", "--test-pull", "a.example.com/b:1"], {});
    assert.match(printed.stdout, /limit=5 image=a\.example\.com\/b:1'/);
    assert.match(printed.stdout, /sudo -n|\$as -n/);
    const asUser = await cli(folder, [...args, "--no-sudo", "--target", "rke2"], {});
    assert.doesNotMatch(asUser.stdout, /\$as -n/);
    assert.match(asUser.stdout, /product=rke2 /);
  });

  it("puts a registries.yaml of another file into the script, masked when it is printed", async () => {
    const folder = folderWith({ "up.sh": script(registries), "nodes.txt": "a\n" });
    const args = ["deploy", "up.sh", "--to", "ssh", "--nodes", "nodes.txt"];
    const made = await cli(folder, [...args, "-o", "deploy.sh"]);
    assert.match(made.stderr, /It contains the credentials\.\n$/);
    const text = readFileSync(join(folder, "deploy.sh"), "utf8");
    assert.ok(text.includes(`<<'REGISTRIES_YAML'\n${registries}REGISTRIES_YAML\n`));
    const masked = await cli(folder, args);
    assert.doesNotMatch(masked.stdout, /CANARY/);
    assert.equal(masked.stdout.replaceAll("••••••••", "CANARY"), text);
    assert.equal((await cli(folder, [...args, "--reveal"])).stdout, text);
  });

  it("refuses a file with errors for ssh too, and takes standard input once", async () => {
    const text = registries.replace("endpoint:", "endpoints:");
    const folder = folderWith({ "registries.yaml": text, "nodes.txt": "a\n" });
    const made = await cli(folder, ["deploy", "registries.yaml", "--to", "ssh", "--nodes", "nodes.txt"]);
    assert.deepEqual([made.stdout, made.status], ["", 2]);
    assert.match(made.stderr, /\[unknown-key\]/);
    const twice = await cli(folder, ["deploy", "-", "--to", "ssh", "--nodes", "-"], { input: registries });
    assert.match(twice.stderr, /can't be both/);
    const piped = await cli(folder, ["deploy", "-", "--to", "ssh", "--nodes", "nodes.txt"], { input: registries });
    assert.equal(piped.status, 0, piped.stderr);
  });

  const refused: readonly (readonly [args: readonly string[], problem: RegExp])[] = [
    [[], /deploy needs one registries\.yaml/],
    [["registries.yaml"], /--to takes ssh, k3d, k3d-running, cloud-init, ansible/],
    [["registries.yaml", "--to", "ssh2"], /--to takes ssh, k3d/],
    [["registries.yaml", "--to", "k3d", "-o", "-"], /-o with the name of a file, or --reveal/],
    [["registries.yaml", "--to", "k3d", "-o", "new", "--reveal"], /-o with the name of a file, or --reveal/],
    [["registries.yaml", "--to", "k3d", "-o", "robot.yaml"], /robot\.yaml: this file already exists/],
    [["registries.yaml", "--to", "k3d", "--target", "k3d", "-o", "new"], /--target takes k3s, rke2/],
    [["robot.yaml", "--to", "k3d", "-o", "new"], /robot\.yaml: .*"\$".*--registry-config/],
    [["registries.yaml", "--to", "ssh"], /name the nodes: --nodes FILE/],
    [["registries.yaml", "--to", "k3d", "--nodes", "nodes.txt"], /--nodes is for --to ssh/],
    [["registries.yaml", "--to", "k3d", "--no-sudo"], /--no-sudo is for --to ssh/],
    [["registries.yaml", "--to", "ssh", "--nodes", "none.txt"], /none\.txt: no such file/],
    [["registries.yaml", "--to", "ssh", "--nodes", "bad.txt"], /bad\.txt: Node list, line 2: this is not a host name/],
    [["registries.yaml", "--to", "ssh", "--nodes", "nodes.txt", "--user=-x"], /is not a user name/],
    [["registries.yaml", "--to", "ssh", "--nodes", "nodes.txt", "--port", "ssh"], /must be a number from 1 to 65535/],
    [
      ["registries.yaml", "--to", "ssh", "--nodes", "nodes.txt", "--timeout", "0"],
      /time limit must be 1 to 3600 seconds/,
    ],
    [["registries.yaml", "--to", "ssh", "--nodes", "nodes.txt", "--test-pull", "a b"], /not an image name/],
    [["registries.yaml", "--to", "ssh", "--nodes", "nodes.txt", "--test-pull=$(x)"], /not an image name/],
    [["empty.yaml", "--to", "ssh", "--nodes", "nodes.txt"], /empty\.yaml: .* neither "mirrors" nor "configs"/],
    [["up.sh", "--to", "ssh", "--nodes", "nodes.txt"], /up\.sh: Parts of this registries\.yaml are filled in/],
    [["empty.yaml", "--to", "nixos", "-o", "new"], /empty\.yaml: .* neither "mirrors" nor "configs"/],
    [["up.sh", "--to", "nixos", "-o", "new"], /up\.sh: Parts of this registries\.yaml are filled in/],
  ];
  for (const [args, problem] of refused)
    it(`refuses ${args.join(" ")}`, async () => {
      const folder = folderWith({
        "registries.yaml": registries,
        "robot.yaml": registries.replace("username: u", "username: 'robot$ci'"),
        "empty.yaml": "mirrors: {}\n",
        "nodes.txt": "root@a\n",
        "bad.txt": "root@a\nroot@-oProxyCommand=x\n",
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
