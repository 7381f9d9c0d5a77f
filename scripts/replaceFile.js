const { mkdirSync, renameSync, writeFileSync } = require("node:fs");
const { basename, dirname, join } = require("node:path");

const temporaries = join(__dirname, "..", "out");

/**
 * Writes a file of a build whole: whoever reads it meanwhile, as tests do beside a build, has the old or the new one.
 *
 * @param {string} path
 * @param {string | Uint8Array} contents
 * @param {number} [mode] the permissions; 0644 unless said
 */
exports.replaceFile = (path, contents, mode = 0o644) => {
  for (const folder of [temporaries, dirname(path)]) mkdirSync(folder, { recursive: true });
  const temporary = join(temporaries, `${basename(path)}.${process.pid}.tmp`);
  writeFileSync(temporary, contents, { mode });
  renameSync(temporary, path);
};
