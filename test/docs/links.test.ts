import assert from "node:assert/strict";
import { posix } from "node:path";
import { filesBelow, readText } from "../project/files.ts";
import { anchorsOf, bookPages } from "./book.ts";

const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", ...filesBelow("docs")].filter((path) =>
  path.endsWith(".md"),
);
const sources = ["src", "test", "scripts"]
  .flatMap(filesBelow)
  .filter((path) => /\.(?:[mc]?[jt]sx?|go|css|html|sh)$/.test(path) && !path.includes("/node_modules/"));

const anchors = new Map(pages.map((page) => [page, anchorsOf(page)]));

/** What a page leads to, from the root of the project: a file and perhaps an anchor in it. */
function* targets(page: string): Generator<string> {
  for (const [, target = ""] of readText(page).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)) {
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? page : posix.join(posix.dirname(page), path);
    yield anchor === undefined ? file : `${file}#${anchor}`;
  }
}

function assertAnchor(target: string, from: string): void {
  const [page = "", anchor] = target.split("#");
  const known = anchors.get(page);
  if (anchor === undefined) {
    if (page.endsWith(".md")) assert.ok(known, `${from}: there is no ${page}`);
  } else assert.ok(known?.has(anchor), `${from}: there is no ${target}`);
}

describe("links between documents and code", () => {
  it("lead from pages to anchors that exist", () => {
    for (const page of pages) for (const target of targets(page)) assertAnchor(target, page);
  });

  it("lead from comments to anchors that exist", () => {
    let cited = 0;
    for (const path of sources)
      for (const [target] of readText(path).matchAll(/docs\/how-k3s-reads-it(?:\/[\w-]+)?\.md(?:#[\w-]+)?/g)) {
        assertAnchor(target, path);
        cited++;
      }
    assert.ok(cited > 100, `${cited}`);
  });

  it("lead from every rule's page to how k3s reads the file, or to what carries it", () => {
    for (const page of filesBelow("docs/rules"))
      if (!page.endsWith("README.md"))
        assert.match(readText(page), /^See also: \[[^\]]+\]\(\.\.\/(?:how-k3s-reads-it\/[\w-]+|embedded)\.md/m, page);
  });

  it("lead to public sources, by definitions that exist and are used", () => {
    for (const page of bookPages) {
      const text = readText(page);
      const defined = [...text.matchAll(/^\[([^\]]+)\]: https:\/\//gm)].map(([, name]) => name);
      const body = text
        .replace(/^\[[^\]]+\]: .*$/gm, "")
        .replace(/^```[\s\S]*?^```$/gm, "")
        .replace(/`[^`\n]*`/g, "");
      const used = new Set([...body.matchAll(/\[([^\][]+)\](?![([])/g)].map(([, name]) => name));
      assert.deepEqual([...used].sort(), [...defined].sort(), page);
    }
  });

  it("cite no document outside the project", () => {
    for (const path of [...sources, ...pages].filter((path) => path !== "test/docs/links.test.ts")) {
      const text = readText(path);
      // A section of a document that has no name, such as "reference" and a number; sections of an RFC are public.
      assert.doesNotMatch(text, /(?<!RFC \d+ )\u00a7/, path);
      if (!path.startsWith("test/")) assert.doesNotMatch(text, /\.\.\/shared|\/work\//, path);
    }
  });
});
