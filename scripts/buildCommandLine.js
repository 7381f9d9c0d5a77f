// How the command line is built: `dist/cli.js`, and in `dist/cli` what it loads when that is needed.
const { chmodSync, mkdirSync, rmSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const esbuild = require("esbuild");
const { version } = require("../package.json");

const root = join(__dirname, "..");
const folder = join(root, "dist", "cli");

const shared = { platform: "node", target: "node20" };

/**
 * Makes CommonJS of the modules into which esbuild splits the command line, since Node loads that faster and `require`
 * takes a file when it is called for.
 */
async function writeFiles({ errors, outputFiles }, minify) {
  if (errors.length > 0) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of outputFiles) {
    const { code } = await esbuild.transform(text, {
      ...shared,
      format: "cjs",
      minify,
      supported: { "dynamic-import": false },
    });
    writeFileSync(path, dirname(path) === folder ? code : `#!/usr/bin/env node\n${code}`);
    if (dirname(path) !== folder) chmodSync(path, 0o755);
  }
}

/** @type {import("esbuild").BuildOptions} */
exports.commandLine = {
  ...shared,
  entryPoints: [{ in: "src/cli/main.ts", out: "cli" }],
  outdir: "dist",
  chunkNames: "cli/[name]-[hash]",
  format: "esm",
  splitting: true,
  write: false,
  mainFields: ["module", "main"],
  define: { packageVersion: JSON.stringify(version) },
  plugins: [
    {
      name: "command line",
      setup({ initialOptions, onEnd }) {
        onEnd((built) => writeFiles(built, initialOptions.minify));
      },
    },
  ],
};
