// `node scripts/changelog.mjs release`, which `npm version` runs: makes the section of unreleased changes that of the version.
// `node scripts/changelog.mjs notes TAG`: prints the section of a release.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const homepage = "https://github.com/k3s-registries/k3s-registries";

/**
 * Gives the unreleased changes a version and a date, and leads to the list of their commits.
 *
 * @param {string} changelog in the form of Keep a Changelog
 * @param {string} version
 * @param {string} date such as 2026-12-01
 * @returns {string} the new changelog
 * @throws Error if there are no unreleased changes, or the version is there already
 */
export function released(changelog, version, date) {
  const [, changes = ""] = /^## \[Unreleased\]\n([\s\S]*?)(?=^## |^\[Unreleased\]: )/m.exec(changelog) ?? [];
  if (changes.trim() === "") throw new Error("CHANGELOG.md has no unreleased changes.");
  if (changelog.includes(`## [${version}]`)) throw new Error(`CHANGELOG.md already has ${version}.`);
  const [, last] = /^## \[(\d[^\]]*)\]/m.exec(changelog) ?? [];
  const changesOf = last === undefined ? `releases/tag/v${version}` : `compare/v${last}...v${version}`;
  return changelog
    .replace("## [Unreleased]\n", `## [Unreleased]\n\n## [${version}] - ${date}\n`)
    .replace(
      /^\[Unreleased\]: .*$/m,
      `[Unreleased]: ${homepage}/compare/v${version}...HEAD\n[${version}]: ${homepage}/${changesOf}`,
    );
}

/**
 * Returns the changes of a release, without their heading.
 *
 * @param {string} changelog
 * @param {string} version
 * @returns {string}
 * @throws Error if the changelog lacks the version
 */
export function notesOf(changelog, version) {
  const sections = changelog.replace(/^\[[^\]]+\]: .*\n?/gm, "").split(/^(?=## )/m);
  const section = sections.find((text) => text.startsWith(`## [${version}] - `));
  if (section === undefined) throw new Error(`CHANGELOG.md has no section for ${version}.`);
  return `${section.replace(/^.*\n/, "").trim()}\n`;
}

function main() {
  const [, , command, tag] = argv;
  const path = join(root, "CHANGELOG.md");
  const changelog = readFileSync(path, "utf8");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  if (command === "release") {
    writeFileSync(path, released(changelog, version, new Date().toISOString().slice(0, 10)));
  } else if (tag !== `v${version}`)
    throw new Error(`${tag} is not the tag of ${version}, the version in package.json.`);
  else process.stdout.write(notesOf(changelog, version));
}

if (argv[1] === fileURLToPath(import.meta.url)) main();
