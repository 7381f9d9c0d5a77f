import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Frame, FrameLocator } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The frame of a page itself, in which scripts of the test run; the page's policy does not hold for them. */
export async function frameOf(page: FrameLocator): Promise<Frame> {
  const found = await (await page.locator("html").elementHandle())?.ownerFrame();
  assert.ok(found);
  return found;
}

/** What axe-core finds in a page, a line each. */
export async function violationsIn(page: FrameLocator): Promise<readonly string[]> {
  const frame = await frameOf(page);
  await frame.evaluate(axe);
  const { violations } = await frame.evaluate<AxeResults>("axe.run(document)");
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}
