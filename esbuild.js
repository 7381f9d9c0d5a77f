// Builds the extension, its pages, the command line and the tests that run inside VS Code.
const esbuild = require("esbuild");
const { commandLine } = require("./scripts/buildCommandLine.js");
const { minified } = require("./scripts/minified.js");
const { pageStyles } = require("./scripts/pageStyles.js");
const { replaceFile } = require("./scripts/replaceFile.js");
const { vscodeNames } = require("./scripts/vscodeNames.js");
const { yamlParser } = require("./scripts/yamlParser.js");

const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");
/** With the tests that run inside VS Code. */
const tests = process.argv.includes("--tests");

/**
 * The extension for the web, `dist/extension.js`, and the small file that loads it elsewhere, `dist/desktop.js`. Without
 * `platform: "node"`, an import of a Node built-in fails the build.
 */
const extension = {
  entryPoints: [
    { in: "src/vscode/web.ts", out: "extension" },
    { in: "src/vscode/desktop.ts", out: "desktop" },
  ],
  outdir: "dist",
  format: "cjs",
  platform: "browser",
  mainFields: ["module", "main"],
  // What is imported when it is needed is a file beside this one, and `require` reads it, as VS Code wants for `vscode`.
  supported: { "dynamic-import": false },
  plugins: [
    vscodeNames,
    yamlParser,
    {
      name: "own file",
      setup: ({ onResolve }) =>
        onResolve({ filter: /^\.\/extension\.ts$/ }, ({ kind }) =>
          kind === "dynamic-import" ? { path: "./extension.js", external: true } : undefined,
        ),
    },
  ],
};

/** The script and the style of all pages of the webview: one file each, since they share more than half of it. */
const pages = {
  entryPoints: [
    { in: "src/webview/main.ts", out: "pages" },
    { in: "style.css", out: "pages" },
  ],
  outdir: "dist",
  format: "iife",
  platform: "browser",
  plugins: [pageStyles],
};

/** The extension-host suite: one file that runs in Node's host and in the web worker. */
const hostTests = {
  entryPoints: ["test/host/index.ts"],
  outfile: "out/test/host.js",
  // Mocha's browser build takes `module.exports` for itself; the footer takes it back.
  format: "iife",
  globalName: "hostTests",
  footer: { js: "module.exports = hostTests;" },
  platform: "browser",
  mainFields: ["browser", "module", "main"],
  external: ["vscode"],
  sourcemap: "inline",
};

/** Replaces the files of a build, each whole. */
const replacing = {
  name: "replacing",
  setup: ({ initialOptions, onEnd }) =>
    onEnd(async ({ outputFiles = [] }) => {
      for (const { path, contents, text } of outputFiles)
        replaceFile(path, initialOptions.minify && path.endsWith(".js") ? await minified(text) : contents);
    }),
};

async function main() {
  const shared = { bundle: true, target: "es2022", logLevel: "info", minify: production, write: false };
  const withPlugin = (target) => ({ ...target, plugins: [...(target.plugins ?? []), replacing] });
  const targets = [withPlugin(extension), withPlugin(pages), commandLine];
  if (tests || !production) targets.push({ ...withPlugin(hostTests), minify: false });
  const contexts = await Promise.all(targets.map((target) => esbuild.context({ ...shared, ...target })));
  if (watch) await Promise.all(contexts.map((context) => context.watch()));
  else {
    await Promise.all(contexts.map((context) => context.rebuild()));
    await Promise.all(contexts.map((context) => context.dispose()));
  }
}

main().catch(() => process.exit(1));
