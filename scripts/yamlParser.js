const { dirname, join } = require("node:path");

const folder = join(dirname(require.resolve("yaml/package.json")), "browser", "dist", "parse");

/**
 * Makes `yaml` its parser alone, all of the package that is used. Its index takes everything along, and no name that it exports
 * leads to this module. Of what the parser imports, only what it calls is kept: the other modules set properties of their
 * classes when they are loaded, which nobody sees without them.
 *
 * @type {import("esbuild").Plugin}
 */
exports.yamlParser = {
  name: "yaml's parser",
  setup({ onResolve }) {
    const module = (name) => ({ path: join(folder, name), sideEffects: false });
    onResolve({ filter: /^yaml$/ }, () => module("parser.js"));
    onResolve({ filter: /^\./ }, ({ path, resolveDir }) => (resolveDir === folder ? module(path) : undefined));
  },
};
