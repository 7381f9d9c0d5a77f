import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { publint } from "publint";
import { filesBelow, readText } from "../project/files.ts";
import { bad, folderWith } from "./cli.ts";
import { npmEnvironment, packageFolder, packed, shell } from "./npmRegistry.ts";

const extension = JSON.parse(readText("package.json"));
const manifest = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));

describe("the npm package", function () {
  this.timeout(120_000);

  it("contains the command line, its pages about rules, and nothing else", () => {
    const files = packed.files.map(({ path }) => path).filter((path) => !/^dist\/cli\/[\w-]+\.js$/.test(path));
    const documents = ["CHANGELOG.md", "LICENSE", "README.md", ...filesBelow("docs/rules")];
    assert.deepEqual(files.sort(), [...documents, "dist/cli.js", "package.json"].sort());
    assert.ok(packed.files.some(({ path, mode }) => path === "dist/cli.js" && mode & 0o111));
  });

  it("has at most 340 kB, and 1.2 MB when it is installed", () => {
    assert.ok(packed.size <= 340_000, `${packed.size}`);
    assert.ok(packed.unpackedSize <= 1_200_000, `${packed.unpackedSize}`);
  });

  it("has no dependencies and nothing of the extension in its manifest", () => {
    const ofExtension = ["main", "browser", "contributes", "activationEvents", "scripts", "devDependencies", "private"];
    for (const key of ["dependencies", ...ofExtension]) assert.ok(!(key in manifest), key);
    assert.deepEqual(manifest.engines, { node: extension.engines.node });
    assert.deepEqual(manifest.bin, extension.bin);
    assert.equal(manifest.version, extension.version);
  });

  it("is the only one: the project's own folder is never published", () => assert.equal(extension.private, true));

  it("has nothing that publint reports", async () => {
    const { messages } = await publint({ pkgDir: packageFolder, strict: true, pack: false });
    assert.deepEqual(messages, []);
  });

  it("leads from its README to documents of its version", () => {
    const readme = readFileSync(join(packageFolder, "README.md"), "utf8");
    const version = `v${manifest.version}`;
    assert.ok(readme.includes(`/blob/${version}/docs/rules/README.md)`));
    assert.ok(readme.includes(`/raw/${version}/docs/images/lint-dark.png)`));
    assert.doesNotMatch(readme, /\]\((?!https:)/);
  });

  it("is installed alone from a registry that has no other package, and runs", async () => {
    const env = await npmEnvironment();
    const folder = folderWith({ "package.json": "{}", "registries.yaml": bad });
    const installed = await shell(folder, "npm install k3s-registries", env);
    assert.equal(installed.status, 0, installed.stderr);
    assert.deepEqual(
      readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith(".")),
      ["k3s-registries"],
    );
    const { stdout } = await shell(folder, "npx k3s-registries --version", env);
    assert.equal(stdout, `${manifest.version}\n`);
    const linted = await shell(folder, "npx k3s-registries lint --format json", env);
    assert.deepEqual(
      JSON.parse(linted.stdout).findings.map(({ id }: { id: string }) => id),
      ["endpoint-not-list"],
      linted.stderr,
    );
    assert.equal(linted.status, 1);
  });
});
