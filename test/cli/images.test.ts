import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { cli, folderWith } from "./cli.ts";

const registries = `configs:
  europe-docker.pkg.dev:
    auth: {username: _json_key, password: CANARY-SECRET}
`;
const pod = (...images: readonly string[]): string =>
  `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n${images.map((image) => `    - image: ${image}\n`).join("")}`;
const ecr = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/app:1";

interface Shown {
  readonly image: string;
  readonly status: string;
  readonly places: readonly { readonly path: string; readonly line: number; readonly column: number }[];
}

async function shown(folder: string, args: readonly string[]): Promise<readonly Shown[]> {
  return JSON.parse((await cli(folder, ["images", "--format", "json", ...args])).stdout);
}

describe("k3s-registries images", function () {
  this.timeout(60_000);

  it("tells how the images of a folder fare, each with its places", async () => {
    const folder = folderWith({
      "deploy/registries.yaml": registries,
      "deploy/app.yaml": pod("europe-docker.pkg.dev/p/r/app:1", "nginx"),
      "compose.yaml": "services: {web: {image: nginx}, job: {image: gcr.io/p/job}}\n",
    });
    const { stdout, stderr, status } = await cli(folder, ["images"]);
    assert.equal(status, 0);
    assert.match(
      stdout,
      /^With a credential \(1\)\n {2}europe-docker\.pkg\.dev\/p\/r\/app:1\n {4}europe-docker\.pkg\.dev as _json_key\n {4}deploy\/app\.yaml:5:14\n/m,
    );
    assert.match(
      stdout,
      /^ {2}nginx\n {4}registry-1\.docker\.io without a credential\n {4}compose\.yaml:1:25\n {4}deploy\/app\.yaml:6:14\n/m,
    );
    assert.match(
      stderr,
      /^3 images in 2 files: 1 without a credential; 1 with a credential; 1 from a public registry, without/,
    );
    assert.doesNotMatch(stdout + stderr, /CANARY/);
    assert.deepEqual(
      (await shown(folder, ["deploy"])).map(({ image, status: found, places }) => [image, found, places]),
      [
        ["europe-docker.pkg.dev/p/r/app:1", "credential", [{ path: "deploy/app.yaml", line: 5, column: 14 }]],
        ["nginx", "public", [{ path: "deploy/app.yaml", line: 6, column: 14 }]],
      ],
    );
  });

  it("ends with 1 when an image can't be pulled so", async () => {
    const folder = folderWith({
      "registries.yaml": `${registries}  half.example.com:\n    auth: {password: CANARY-SECRET}\n`,
      "refused.yaml": pod(ecr),
      "invalid.yaml": pod("Nginx"),
      "unsent.yaml": pod("half.example.com/x"),
      "fine.yaml": pod("quay.io/a/b", "reg.example.com/x"),
    });
    const run = async (file: string): Promise<number> =>
      (await cli(folder, ["images", file, "--file", "registries.yaml"])).status;
    assert.deepEqual(
      await Promise.all(["refused", "invalid", "unsent", "fine"].map((name) => run(`${name}.yaml`))),
      [1, 1, 1, 0],
    );
    assert.match((await cli(folder, ["images"])).stdout, /^Refused \(1\): The pull fails unless/m);
  });

  it("leaves out node_modules, .git and folders behind links, and goes on where something can't be read", async () => {
    const folder = folderWith({
      "registries.yaml": registries,
      "a.yaml": pod("a"),
      "node_modules/x/b.yaml": pod("b"),
      ".git/c.yaml": pod("c"),
      "templates/d.yaml": "{{- if .Values.on }}\nimage: {{ .Values.image }}\n{{- end }}\n",
      "broken.yaml": "image: [\n",
    });
    const other = folderWith({ "e.yaml": pod("e") });
    symlinkSync(other, join(folder, "linked"));
    symlinkSync(join(folder, "missing.yaml"), join(folder, "nowhere.yaml"));
    const { stderr, status } = await cli(folder, ["images"]);
    assert.match(stderr, /nowhere\.yaml: no such file/);
    assert.equal(status, 2);
    assert.deepEqual(
      (await shown(folder, [])).map(({ image }) => image),
      ["a"],
    );
    assert.deepEqual(
      (await shown(folder, [".", "a.yaml", "linked/e.yaml"])).map(({ image }) => image),
      ["a", "e"],
    );
  });

  it("asks for the registries.yaml where it is not clear", async () => {
    const none = folderWith({ "a.yaml": pod("a"), "x/registries.yaml": "registries: []\n" });
    assert.match((await cli(none, ["images"])).stderr, /no registries\.yaml found; name one with --file/);
    const two = folderWith({ "a/registries.yaml": registries, "b/registries.yaml": registries });
    const { stderr, status } = await cli(two, ["images"]);
    assert.match(
      stderr,
      /several registries\.yaml files found \(a\/registries\.yaml, b\/registries\.yaml\); name one with --file/,
    );
    assert.equal(status, 2);
    assert.match((await cli(two, ["images", "--file", "a/registries.yaml"])).stderr, /^no images found$/m);
    assert.equal((await cli(two, ["images", "nothing"])).status, 2);
  });

  it("takes how the nodes run from the options and the settings file, and tells when k3s can't read the file", async () => {
    const hub = "configs:\n  docker.io:\n    auth: {username: a, password: CANARY-SECRET}\n";
    const folder = folderWith({ "registries.yaml": hub, "a.yaml": pod("nginx") });
    const status = async (args: readonly string[]): Promise<string | undefined> =>
      (await shown(folder, args))[0]?.status;
    assert.equal(await status(["--target", "k3s v1.30.4"]), "unsent");
    assert.equal(await status(["--target", "k3s v1.33.4"]), "credential");
    const broken = folderWith({ "registries.yaml": "mirrors: [CANARY-SECRET\n", "a.yaml": pod("nginx") });
    const run = await cli(broken, ["images"]);
    assert.equal(run.status, 1);
    assert.match(run.stderr, /k3s can't read this file/);
    assert.doesNotMatch(run.stderr, /CANARY/);
  });
});
