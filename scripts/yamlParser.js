const { dirname, join } = require("node:path");

/**
 * The alias for builds by which `yaml` is its parser alone, all of the package that is used. Its index takes everything along,
 * and no name that it exports leads to this module.
 */
exports.yamlParser = {
  yaml: join(dirname(require.resolve("yaml/package.json")), "browser", "dist", "parse", "parser.js"),
};
