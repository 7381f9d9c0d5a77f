import assert from "node:assert/strict";
import { notesOf, released } from "../../scripts/changelog.mjs";
import { readText } from "./files.ts";

const changelog = readText("CHANGELOG.md");
const changed = changelog.replace("## [Unreleased]\n", "## [Unreleased]\n\n### Added\n\n- A feature.\n");
const { version } = JSON.parse(readText("package.json"));

describe("the changelog", () => {
  it("has the form of Keep a Changelog", () => {
    const [first, ...releases] = [...changelog.matchAll(/^## (.*)$/gm)].map(([, heading = ""]) => heading);
    assert.equal(first, "[Unreleased]");
    for (const heading of releases) assert.match(heading, /^\[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d$/);
    for (const [, kind] of changelog.matchAll(/^### (.*)$/gm))
      assert.match(kind ?? "", /^(?:Added|Changed|Deprecated|Removed|Fixed|Security)$/);
    for (const heading of [first, ...releases])
      assert.match(changelog, new RegExp(`^\\[${/\[(.*)\]/.exec(heading ?? "")?.[1]}\\]: https://`, "m"));
  });

  it("has a section for the version once that is released", () => {
    const newest = /^## \[(\d[^\]]*)\]/m.exec(changelog)?.[1];
    if (newest !== undefined) assert.equal(newest, version);
  });

  it("gives unreleased changes a version, a date and their commits", () => {
    const first = released(changed, "7.0.0", "2030-01-31");
    assert.match(first, /^## \[Unreleased\]\n\n## \[7\.0\.0\] - 2030-01-31\n\n### /m);
    assert.match(first, /^\[Unreleased\]: \S+\/compare\/v7\.0\.0\.\.\.HEAD\n\[7\.0\.0\]: https:\S+$/m);
    const more = first.replace("## [Unreleased]\n", "## [Unreleased]\n\n### Fixed\n\n- A fault.\n");
    const second = released(more, "7.1.0", "2030-02-28");
    assert.match(second, /^\[7\.1\.0\]: \S+\/compare\/v7\.0\.0\.\.\.v7\.1\.0$/m);
    assert.equal(notesOf(second, "7.1.0"), "### Fixed\n\n- A fault.\n");
    assert.equal(notesOf(second, "7.0.0"), notesOf(first, "7.0.0"));
    assert.doesNotMatch(notesOf(first, "7.0.0"), /^## |^\[/m);
  });

  it("is not released without changes or twice", () => {
    const once = released(changed, "7.0.0", "2030-01-31");
    assert.throws(() => released(once, "7.0.1", "2030-01-31"), /no unreleased changes/);
    assert.throws(() => released(once.replace("## [Unreleased]\n", "## [Unreleased]\n- A\n"), "7.0.0", ""), /already/);
    assert.throws(() => notesOf(once, "7.0.1"), /no section for 7\.0\.1/);
  });
});
