import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { wrapForms } from "../../src/core/deploy/wrapRegistries.ts";
import { cli } from "../cli/cli.ts";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { nodeAnswer } from "../core/nodes/answerOf.ts";
import { sha256 } from "../core/nodes/nodeAnswer.ts";

/** A folder in which the commands run, with the files that they take beside the registries.yaml. */
export interface CommandFolder {
  /**
   * All that each run of every command prints on a registries.yaml, by its arguments.
   *
   * @param index of the file: one after the other is deployed to other tools, since all get the same masked text
   */
  runAll(text: string, index: number): Promise<readonly (readonly [run: string, shown: string])[]>;
  /** What runs print on a file that carries a registries.yaml; in it, `FILE` stands for the file. */
  runCarrier(
    path: string,
    text: string,
    runs: readonly Run[],
  ): Promise<readonly (readonly [run: string, shown: string])[]>;
  /** What one command prints; `DIR` in an argument stands for the folder. */
  run(name: string, args: readonly string[]): Promise<string>;
  write(name: string, text: string): void;
  remove(): void;
}

const file = "DIR/registries.yaml";

type Run = readonly [command: string, ...args: readonly string[]];

/** Every command in each of its forms. A new option that prints another text is a line here. */
const runs: readonly Run[] = [
  ["lint", file],
  ["lint", file, "--format", "json", "--target", "k3s v1.27.3"],
  ["lint", file, "--format", "sarif"],
  ["lint", file, "--format", "github", "--target", "rke2 v1.33.1"],
  ["lint", file, "--fix-dry-run"],
  ["read", file],
  ["read", file, "--format", "json"],
  ["render", file],
  ["render", file, "--target", "k3s v1.28.1", "--embedded-registry"],
  ["explain", "nginx", "registry.example.com/a/b:1", "gcr.io/p/i", "--file", file],
  ["explain", "nginx", "registry.example.com/a/b:1", "gcr.io/p/i", "--file", file, "--format", "json"],
  ["explain", "--file", file, "--error", 'Failed to pull image "registry.example.com/a/b:1": 401 Unauthorized'],
  [
    "explain",
    "--file",
    file,
    "--error",
    'Failed to pull image "nginx": x509: certificate signed by unknown authority',
    "--format",
    "json",
  ],
  ["images", "DIR/pod.yaml", "--file", file],
  ["images", "DIR/pod.yaml", "--file", file, "--format", "json"],
  ["convert", "DIR/key.json", "--host", "gcr.io", "--into", file, "--dry-run"],
  ["convert", "DIR/docker.json", "--into", file, "--dry-run"],
  ["convert", "DIR/docker.json", "--into", file],
  ["rotate", "DIR/key.json", "--in", file, "--dry-run"],
  ["rotate", "DIR/key.json", "--in", file],
  ["extract", file, "-o", "DIR/none"],
  ["extract", file, "--host", "registry.example.com", "-o", "DIR/a", "--as", "docker-config"],
  ["extract", file, "--host", "gcr.io", "-o", "DIR/b"],
  ["extract", file, "--as", "registries.yaml", "-o", "DIR/a"],
  ["verify", file],
  ["verify", file, "--key"],
  ["verify", file, "--image", "registry.example.com/a/b:1", "--curl"],
  ["deploy", file, "--to", "rancher", "-o", "DIR/a"],
  ["deploy", file, "--to", "ssh", "--nodes", "DIR/nodes.txt"],
  ["check", file, "DIR/answers.jsonl"],
  ["check", file, "DIR/answers.jsonl", "--format", "json"],
  ["check", file, "--nodes", "DIR/nodes.txt"],
];

/** Three of the tools; secrets are masked before the text is made a part of their files. */
function deployRuns(index: number): readonly Run[] {
  return [0, 1, 2].map((next) => ["deploy", file, "--to", wrapForms[(index * 3 + next) % wrapForms.length] ?? ""]);
}

/** What is asked of a file that carries a registries.yaml. */
const allCarrierRuns: readonly Run[] = [
  ["lint", "FILE", "--fix-dry-run"],
  ["lint", "FILE", "--diff"],
  ["lint", "FILE", "--format", "json"],
  ...["sarif", "github", "gitlab", "junit", "rdjson", "compact"].map(
    (format) => ["lint", "FILE", "--format", format] as const,
  ),
  ["render", "FILE#1"],
  ["read", "FILE"],
  ["read", "FILE", "--format", "json"],
  ["explain", "nginx", "mirror.example.com/a/b:1", "gcr.io/p/i", "--file", "FILE#1"],
  [
    "explain",
    "nginx",
    "--file",
    "FILE#1",
    "--error",
    'Failed to pull image "mirror.example.com/a/b:1": 401 Unauthorized',
  ],
  ["images", "DIR/pod.yaml", "--file", "FILE#1", "--format", "json"],
  ["convert", "DIR/docker.json", "--into", "FILE#1", "--dry-run"],
  ["rotate", "DIR/key.json", "--in", "FILE#1", "--dry-run"],
  ["extract", "FILE#1", "-o", "DIR/none"],
  ["extract", "FILE#1", "--host", "mirror.example.com", "-o", "DIR/a", "--as", "docker-config"],
  ["extract", "FILE#9", "-o", "DIR/a"],
  ["verify", "FILE#1"],
  ["verify", "FILE#1", "--image", "nginx", "--curl"],
  ["deploy", "FILE#1", "--to", "cloud-init"],
  ["deploy", "FILE#1", "--to", "rancher"],
  ["deploy", "FILE#1", "--to", "ssh", "--nodes", "DIR/nodes.txt"],
  ["convert", "FILE", "--dry-run"],
];

/** Some of the runs for one of several carriers, others for the next: all of them would take too long for each. */
export function carrierRuns(index: number): typeof allCarrierRuns {
  return allCarrierRuns.filter((_, at) => at % 5 === index % 5);
}

export function commandFolder(): CommandFolder {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "k3s-registries-sweep-")));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write("nodes.txt", "root@10.0.0.1 server\n");
  const run = async (name: string, args: readonly string[]): Promise<string> => {
    const named = args.map((arg) => arg.replace("DIR", folder));
    // Without programs: `cp`, which keeps access lists, would be started for each file that is written.
    const { stdout, stderr } = await cli(folder, [name, ...named], { env: { PATH: "" } });
    if (/^k3s-registries: unexpected /m.test(stderr)) throw new Error(stderr);
    return stdout + stderr;
  };
  write("key.json", fakeKeyFile({ private_key_id: "feed" }));
  write("docker.json", JSON.stringify({ auths: { "registry.example.com": { auth: btoa("new-user:new-password") } } }));
  write(
    "pod.yaml",
    "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: registry.example.com/a/b:1\n    - image: nginx\n",
  );
  return {
    write,
    run,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    async runCarrier(path, text, asked) {
      const shown: (readonly [string, string])[] = [];
      mkdirSync(dirname(join(folder, "carriers", path)), { recursive: true });
      for (const [name, ...args] of asked) {
        write(`carriers/${path}`, text);
        for (const written of ["a", "none"]) rmSync(join(folder, written), { force: true });
        const named = args.map((arg) => arg.replace("FILE", `DIR/carriers/${path}`));
        shown.push([[name, ...args].join(" "), await run(name, named)]);
      }
      return shown;
    },
    async runAll(text, index) {
      // A node without hosts.toml files, so that the folder of each registry is named.
      const answer = nodeAnswer({ file: { sha256: sha256(text), mode: "600" }, certsd: [] });
      write("answers.jsonl", `${JSON.stringify(answer)}\n`);
      const shown: (readonly [string, string])[] = [];
      for (const [name, ...args] of [...runs, ...deployRuns(index)]) {
        write("registries.yaml", text);
        for (const written of ["a", "b", "none"]) rmSync(join(folder, written), { force: true });
        shown.push([[name, ...args].join(" "), await run(name, args)]);
      }
      return shown;
    },
  };
}
