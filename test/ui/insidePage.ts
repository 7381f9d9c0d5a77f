import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Frame, FrameLocator } from "playwright-core";
import { misfits } from "./layout.ts";
import type { Theme, Workbench } from "./workbench.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The frame of a page itself, in which scripts of the test run; the page's policy does not hold for them. */
export async function frameOf(page: FrameLocator): Promise<Frame> {
  const found = await (await page.locator("html").elementHandle())?.ownerFrame();
  assert.ok(found);
  return found;
}

/** What axe-core finds in a page, a line each. */
async function violationsIn(page: FrameLocator): Promise<readonly string[]> {
  const frame = await frameOf(page);
  await frame.evaluate(axe);
  const { violations } = await frame.evaluate<AxeResults>("axe.run(document)");
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** How a webview's page is told the theme. */
const kinds: Readonly<Record<Theme, string>> = {
  light: "vscode-light",
  "high-contrast": "vscode-high-contrast",
  "high-contrast-light": "vscode-high-contrast-light",
  dark: "vscode-dark",
};

/** Looks at a page in every theme: axe-core finds nothing, all fits its place, and a screenshot shows the rest. */
export async function looksRightInEachTheme(workbench: Workbench, page: FrameLocator, name: string): Promise<void> {
  await workbench.inEachTheme(async (theme) => {
    await page.locator(`body[data-vscode-theme-kind="${kinds[theme]}"]`).waitFor();
    await workbench.screenshot(`${name}-${theme}`);
    assert.deepEqual(await violationsIn(page), [], theme);
    assert.deepEqual(await misfits(await frameOf(page)), [], theme);
  });
}
