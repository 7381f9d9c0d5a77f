// `npm run package:npm`: builds the command line and writes its npm package to `out/npm`, for `npm pack` and `npm publish`.
// It is not this folder: npm would install what is bundled once more, and publish the manifest of the extension.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv, execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { documentPage, homepage } from "../src/core/lint/rulePage.ts";
import { version } from "../src/core/lint/version.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What the package has of this project besides its manifest and README. */
const copied = ["dist/cli.js", "dist/cli", "docs/rules", "CHANGELOG.md", "LICENSE"];

/** What the manifests of the extension and of the command line share. */
const shared = ["name", "version", "description", "license", "repository", "bugs", "homepage", "keywords", "bin"];

/** The manifest: nothing of the extension, and no dependencies, because the build contains them. */
function manifest(): object {
  const extension: Readonly<Record<string, unknown>> = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { node } = extension["engines"] as { readonly node: string };
  return {
    ...Object.fromEntries(shared.map((key) => [key, extension[key]])),
    type: "commonjs",
    engines: { node },
    files: copied.filter((path) => path !== "LICENSE"),
  };
}

/** The README, with links to the documents and pictures of the same version, which are not in the package. */
function readme(): string {
  return readFileSync(join(root, "README.md"), "utf8")
    .replace(
      /(!\[[^\]]*\])\((?!https?:)([^)]+)\)/g,
      (_, image, path) => `${image}(${homepage}/raw/v${version}/${path})`,
    )
    .replace(/\]\((?!https?:|#)([^)]+)\)/g, (_, path) => `](${documentPage(path)})`);
}

/**
 * Writes the files of the npm package, for which the command line must be built.
 *
 * @param folder where to; what is there is replaced
 */
export function writeNpmPackage(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const path of copied) cpSync(join(root, path), join(folder, path), { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest(), null, 2)}\n`);
  writeFileSync(join(folder, "README.md"), readme());
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const { status } = spawnSync(execPath, ["esbuild.js", "--production"], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
  writeNpmPackage(join(root, "out", "npm"));
}
