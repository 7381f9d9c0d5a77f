import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { nodeAnswer } from "../core/nodes/nodeAnswer.ts";
import { readText } from "../project/files.ts";
import { cli, folderWith, good, type Ran, warned } from "./cli.ts";

/**
 * Runs the command line within this process as a line of a shell script calls it: with the arguments and the standard
 * input that the shell makes of the line.
 */
async function called(folder: string, script: string): Promise<Ran> {
  const shims = folderWith({ "k3s-registries": recorder, npx: recorder });
  for (const name of ["k3s-registries", "npx"]) chmodSync(join(shims, name), 0o755);
  const line = `PATH="${shims}:$PATH"\n${script}`;
  const env = { ...process.env, HOME: folder };
  const { stderr, status } = spawnSync("bash", ["-eo", "pipefail", "-c", line], { cwd: folder, encoding: "utf8", env });
  assert.equal(status, 0, stderr);
  const args = readFileSync(join(shims, "args"), "utf8").split("\0").slice(0, -1);
  return cli(folder, args, { input: readFileSync(join(shims, "input")), env: { HOME: folder } });
}

/** Writes down how it was called; npx has options and the name of the package first. */
const recorder = `#!/bin/bash
cd "$(dirname "$0")"
case "$0" in */npx) while [ "$1" != k3s-registries ]; do shift || exit 1; done; shift ;; esac
printf '%s\\0' "$@" > args && cat > input
`;

describe("the documentation of the command line", function () {
  this.timeout(120_000);
  const lines = ["docs/command-line.md", "docs/deploy.md", "README.md"].flatMap((path) =>
    [...readText(path).matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = ""]) =>
      block.split("\n").filter((line) => line.includes("k3s-registries ")),
    ),
  );
  const docker = { auths: { "ghcr.io": { auth: btoa("u:p") }, "quay.io": { auth: btoa("u:p") } } };
  const deployment = stringify({
    apiVersion: "apps/v1",
    kind: "Deployment",
    spec: { template: { spec: { containers: [{ name: "app", image: "nginx:1.27" }] } } },
  });
  const event =
    'Warning  Failed  kubelet  Failed to pull image "ghcr.io/a/b:1": failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden';
  const carried = `configs:\n  gcr.io:\n    auth: {username: _json_key, password: '${JSON.stringify(JSON.parse(fakeKeyFile()))}'}\n`;
  const folder = folderWith({
    "registries.yaml": warned,
    "cloud-init.yaml": stringify(
      { write_files: [{ path: "/etc/rancher/k3s/registries.yaml", permissions: "0600", content: carried }] },
      { blockQuote: "literal" },
    ),
    "k3d.yaml": stringify({ apiVersion: "k3d.io/v1alpha5", kind: "Simple", registries: { config: good } }),
    "infra/registries.yaml": good,
    "deploy/app.yaml": deployment,
    "charts/values.yaml": "image:\n  repository: quay.io/a/b\n  tag: v1\n",
    "key.json": fakeKeyFile(),
    "new-key.json": fakeKeyFile({ private_key_id: "fedcba9876543210" }),
    "nodes.txt": "deploy@10.0.0.1 server\n",
    "answers.jsonl": `${JSON.stringify(nodeAnswer(warned))}\n`,
    ".docker/config.json": JSON.stringify(docker),
    "pull-secret.yaml": stringify({
      apiVersion: "v1",
      kind: "Secret",
      type: "kubernetes.io/dockerconfigjson",
      data: { ".dockerconfigjson": btoa(JSON.stringify(docker)) },
    }),
  });
  const registries = join(folder, "registries.yaml");
  chmodSync(registries, 0o600);
  // No cluster is needed for what kubectl says of a pod, and for what nodes answer, and no repository.
  const kubectl = `kubectl() { echo '${event}'; }\nsh() { cat answers.jsonl; }\ngit() { cat registries.yaml; }\n`;
  const filled = `configs:
  europe-docker.pkg.dev:
    auth: {username: _json_key, password: '${JSON.stringify(JSON.parse(fakeKeyFile()))}'}
  ghcr.io:
    auth: {username: u, password: 'p'}
`;

  it("has commands for all", () => {
    for (const command of [
      "lint",
      "convert",
      "read",
      "render",
      "explain",
      "images",
      "verify",
      "rotate",
      "deploy",
      "check",
      "extract",
      "init",
      "completion",
    ])
      assert.ok(lines.some((line) => line.includes(` ${command} `)));
  });

  for (const line of lines)
    it(line, async () => {
      if (/ (?:rotate|extract|deploy|verify) /.test(line)) writeFileSync(registries, filled);
      const other = join(folder, "infra", "registries.yaml");
      if (/ images(?! .*--file)/.test(line)) rmSync(other);
      else writeFileSync(other, good);
      // Pages show the same command.
      rmSync(join(folder, / -o (\S+)/.exec(line)?.[1] ?? "none"), { force: true });
      const { stderr, status } = await called(folder, kubectl + line);
      assert.ok(status === 0 || status === 1, `${status}: ${stderr}`);
      assert.doesNotMatch(stderr, /^k3s-registries: /m);
      if (!line.includes(" convert ")) writeFileSync(registries, warned);
    });
});
