// How the command line is built: `dist/cli.js`, and in `dist/cli` what it loads when that is needed.
const { existsSync, readdirSync, rmSync } = require("node:fs");
const { basename, dirname, join } = require("node:path");
const esbuild = require("esbuild");
const { minified } = require("./minified.js");
const { replaceFile } = require("./replaceFile.js");
const { yamlParser } = require("./yamlParser.js");

const root = join(__dirname, "..");
const folder = join(root, "dist", "cli");

const shared = { platform: "node", target: "node20" };

/**
 * Makes CommonJS of the modules into which esbuild splits the command line, since Node loads that faster and `require`
 * takes a file when it is called for.
 */
async function writeFiles({ errors, outputFiles }, minify) {
  if (errors.length > 0) return;
  // The program comes last, and old modules go after it: names of modules are of their content.
  const isProgram = ({ path }) => dirname(path) !== folder;
  for (const { path, text } of [...outputFiles].sort((a, b) => Number(isProgram(a)) - Number(isProgram(b)))) {
    const made = await esbuild.transform(text, {
      ...shared,
      format: "cjs",
      minify,
      supported: { "dynamic-import": false },
    });
    const code = minify ? await minified(made.code) : made.code;
    if (isProgram({ path })) replaceFile(path, `#!/usr/bin/env node\n${code}`, 0o755);
    else replaceFile(path, code);
  }
  const names = outputFiles.map(({ path }) => basename(path));
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (!names.includes(name)) rmSync(join(folder, name));
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
  plugins: [
    yamlParser,
    {
      name: "command line",
      setup({ initialOptions, onEnd }) {
        onEnd((built) => writeFiles(built, initialOptions.minify));
      },
    },
  ],
};
