import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { build } from "esbuild";
import { vscodeNames } from "../../scripts/vscodeNames.js";
import { node24, vscodeFolder } from "../vscode-server/install.mjs";
import { root } from "./files.ts";

const modern = Number(process.versions.node.split(".")[0]) >= 22;
const node = modern ? process.execPath : node24;

const vsix = join(root, "k3s-registries.vsix");

/** The files of the package, read with the library with which VS Code installs one, which compares sizes and checksums. */
async function unpacked(): Promise<ReadonlyMap<string, Buffer>> {
  const yauzl = createRequire(join(vscodeFolder, "package.json"))("yauzl");
  const zip = await new Promise<Zip>((resolve, reject) =>
    yauzl.open(vsix, { lazyEntries: true }, (error: Error | null, opened: Zip) =>
      error ? reject(error) : resolve(opened),
    ),
  );
  const files = new Map<string, Buffer>();
  await new Promise<void>((resolve, reject) => {
    zip.on("error", reject).on("end", resolve);
    zip.on("entry", (entry) =>
      zip.openReadStream(entry, async (error, stream) => {
        if (error) return reject(error);
        files.set(entry.fileName, await buffer(stream));
        zip.readEntry();
      }),
    );
    zip.readEntry();
  });
  return files;
}

/** A manifest with its texts in place of their names, as VS Code reads it. */
function translated(manifest: unknown, texts: Buffer | undefined): unknown {
  const named: Readonly<Record<string, string>> = JSON.parse(String(texts));
  return JSON.parse(JSON.stringify(manifest), (_, value) =>
    typeof value === "string" ? (named[/^%(.*)%$/.exec(value)?.[1] ?? ""] ?? value) : value,
  );
}

/** What is used of the library's type. */
interface Zip {
  on(event: "error", listener: (error: Error) => void): Zip;
  on(event: "end", listener: () => void): Zip;
  on(event: "entry", listener: (entry: { readonly fileName: string }) => void): Zip;
  openReadStream(entry: object, listener: (error: Error | null, stream: NodeJS.ReadableStream) => void): void;
  readEntry(): void;
}

describe("the package", function () {
  this.timeout(120_000);
  before(function () {
    // vsce wants Node 22; `npm test` brings one, `npm run test:unit` alone does not.
    if (!existsSync(node)) this.skip();
    // `npm test` has just built it.
    const args = ["scripts/package.mjs", ...(process.env["BUILT"] === undefined ? [] : ["--built"])];
    const made = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    assert.equal(made.status, 0, made.stderr);
  });

  it("holds what the extension needs, and nothing else", () => {
    const listed = spawnSync(node, [join(root, "node_modules/@vscode/vsce/vsce"), "ls", "--no-dependencies"], {
      cwd: root,
      encoding: "utf8",
    });
    const files = listed.stdout.split("\n").filter((line) => line !== "" && !/^npm|^Executing/.test(line));
    assert.deepEqual(files.sort(), [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "dist/desktop.js",
      "dist/extension.js",
      "dist/pages.css",
      "dist/pages.js",
      "l10n/bundle.l10n.de.json",
      "media/check.md",
      "media/check.nls.de.md",
      "media/convert.md",
      "media/convert.nls.de.md",
      "media/deploy.md",
      "media/deploy.nls.de.md",
      "media/fix.md",
      "media/fix.nls.de.md",
      "media/icon.png",
      "media/registries.schema.json",
      "media/settings.schema.json",
      "media/verify.md",
      "media/verify.nls.de.md",
      "package.json",
      "package.nls.de.json",
      "package.nls.json",
    ]);
  });

  it("is read by VS Code, and has the manifest and the built extension", async () => {
    const read = await unpacked();
    const own = (path: string): Buffer => readFileSync(join(root, path));
    assert.deepEqual(read.get("extension/dist/extension.js"), own("dist/extension.js"));
    assert.deepEqual(read.get("extension/media/icon.png"), own("media/icon.png"));
    const manifest = JSON.parse(String(own("package.json")));
    for (const key of ["scripts", "sideEffects", "devDependencies", "allowScripts"]) delete manifest[key];
    const path = "media/settings.schema.json";
    assert.deepEqual(JSON.parse(String(read.get(`extension/${path}`))), JSON.parse(String(own(path))));
    for (const path of ["package.nls.json", "package.nls.de.json"]) {
      const packed = translated(JSON.parse(String(read.get("extension/package.json"))), read.get(`extension/${path}`));
      assert.deepEqual(packed, translated(manifest, own(path)), path);
      assert.doesNotMatch(JSON.stringify(packed), /"%[^"]*%"/);
    }
    assert.deepEqual(read.get("extension/dist/pages.css"), own("dist/pages.css"));
  });

  it("has a translation of each text, which the build finds", async () => {
    const path = "l10n/bundle.l10n.de.json";
    const texts: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(root, path), "utf8"));
    const packed: Readonly<Record<string, string>> = JSON.parse(String((await unpacked()).get(`extension/${path}`)));
    const own = Object.keys(packed).filter((name) => name in texts);
    assert.ok(own.length < 0.05 * Object.keys(texts).length, `not shortened: ${own.join(", ")}`);
    const contents = 'import { l10n } from "vscode"; export const shown = (...said) => l10n.t(...said);';
    const built = await build({
      stdin: { contents, resolveDir: root },
      bundle: true,
      format: "cjs",
      plugins: [vscodeNames],
      write: false,
    });
    const shownWith = (
      bundle?: Readonly<Record<string, string>>,
    ): ((text: string, ...values: unknown[]) => unknown) => {
      const t = (text: string, ...values: unknown[]): unknown => [bundle?.[text] ?? text, ...values];
      const module = { exports: { shown: t } };
      const code = new Function("require", "module", "exports", built.outputFiles[0]?.text ?? "");
      code(() => ({ l10n: { bundle, t } }), module, module.exports);
      return module.exports.shown;
    };
    const [german, unpackedGerman, english] = [shownWith(packed), shownWith(texts), shownWith()];
    for (const [text, translated] of Object.entries(texts)) {
      assert.deepEqual(german(text, "a", 1), [translated, "a", 1]);
      assert.deepEqual(unpackedGerman(text), [translated]);
      assert.deepEqual(english(text), [text]);
    }
  });

  it("has at most 320 kB, as vsce counts", () => {
    assert.ok(statSync(vsix).size <= 320 * 1024);
  });
});
