import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { chromium as browsers } from "playwright-core";
import { cli, folderWith } from "../cli/cli.ts";
import { readText } from "../project/files.ts";
import { chromium } from "../vscode-server/install.mjs";

/** The palettes of VS Code's terminal in its dark and its light theme. */
const palettes = {
  dark: {
    back: "#1e1e1e",
    plain: "#cccccc",
    31: "#f14c4c",
    32: "#23d18b",
    33: "#e5e510",
    34: "#3b8eea",
    36: "#29b8db",
  },
  light: {
    back: "#ffffff",
    plain: "#333333",
    31: "#cd3131",
    32: "#107c10",
    33: "#949800",
    34: "#0451a5",
    36: "#0598bc",
  },
} as const;
type Palette = (typeof palettes)[keyof typeof palettes];

/** The output of a terminal as a page. */
function pageOf(output: string, palette: Palette): string {
  let isOpen = false;
  const parts = output.split(/(\x1b\[[\d;]*m|\x1b\]8;;[^\x1b]*\x1b\\)/).map((part) => {
    const [, codes] = /^\x1b\[([\d;]*)m$/.exec(part) ?? [];
    if (codes === undefined)
      return part.startsWith("\x1b") ? "" : part.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    const end = isOpen ? "</span>" : "";
    isOpen = codes !== "0";
    if (!isOpen) return end;
    const styles = codes.split(";").map((code) => {
      if (code === "1") return "font-weight: bold";
      return code === "2" ? "opacity: 0.6" : `color: ${Object.entries(palette).find(([name]) => name === code)?.[1]}`;
    });
    return `${end}<span style="${styles.join("; ")}">`;
  });
  const layout =
    "margin: 0; padding: 14px 16px; width: 860px; white-space: pre-wrap; font: 13px/1.4 'DejaVu Sans Mono'";
  return `<body style="margin: 0"><pre style="${layout}; background: ${palette.back}; color: ${palette.plain}">${parts.join("")}</pre>`;
}

describe("the output of lint in a terminal", function () {
  this.timeout(120_000);

  it("is pictured in dark and light, as the documentation shows it", async () => {
    const [, broken = ""] = /```yaml\n([\s\S]*?)```/.exec(readText("README.md")) ?? [];
    const command = ["lint", "--min-severity", "warning", "registries.yaml"];
    const folder = folderWith({ "registries.yaml": broken });
    const env = { TERM: "xterm", FORCE_HYPERLINK: "1" };
    const { stdout, stderr } = await cli(folder, command, { terminal: { columns: 110 }, env });
    const browser = await browsers.launch({ executablePath: chromium, args: ["--no-sandbox"] });
    try {
      for (const [name, palette] of Object.entries(palettes)) {
        const page = await browser.newPage({ deviceScaleFactor: 1.5, viewport: { width: 900, height: 400 } });
        await page.setContent(pageOf(`$ npx k3s-registries ${command.join(" ")}\n${stdout}${stderr}`, palette));
        assert.match(
          (await page.textContent("pre")) ?? "",
          /3 \| {5}endpoints: mirror\.example\.com\n {2}\| {5}\^{9}\n/,
        );
        const path = fileURLToPath(new URL(`../../out/screenshots/lint-terminal-${name}.png`, import.meta.url));
        await page.locator("pre").screenshot({ path });
      }
    } finally {
      await browser.close();
    }
  });
});
