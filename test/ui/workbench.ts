import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { createSampleWorkspace } from "../sample/createSampleWorkspace.mjs";
import { launchBrowser, startServer, workbenchUrl } from "../vscode-server/server.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
const screenshots = join(root, "out", "screenshots");

/**
 * The themes, by what the browser says of the system: VS Code follows it, also while it runs. And the class by which the
 * workbench shows that it has the theme.
 */
const themes = {
  light: { system: { colorScheme: "light", forcedColors: "none" }, shown: "[class*=light_modern]" },
  "high-contrast": { system: { colorScheme: "dark", forcedColors: "active" }, shown: ".hc-black" },
  "high-contrast-light": { system: { colorScheme: "light", forcedColors: "active" }, shown: ".hc-light" },
  dark: { system: { colorScheme: "dark", forcedColors: "none" }, shown: "[class*=dark_modern]" },
} as const;
export type Theme = keyof typeof themes;

const usualSettings = {
  "window.autoDetectColorScheme": true,
  "workbench.preferredDarkColorTheme": "Default Dark Modern",
  "workbench.preferredLightColorTheme": "Default Light Modern",
  "window.dialogStyle": "custom",
};

/** A VS Code as a person sees it, on a sample workspace of its own. */
export interface Workbench {
  readonly page: Page;
  readonly workspace: string;
  openFile(path: string): Promise<void>;
  /** Runs a command by its title in the palette. */
  runCommand(title: string): Promise<void>;
  /** Picks the item of a quick pick that its text filters out. */
  pick(text: string): Promise<void>;
  /** Opens the notification center and waits for a notification in it. */
  notification(text: string): Promise<Locator>;
  /** The page inside the webview that is in sight, once it shows this text. */
  webview(text: string): Promise<FrameLocator>;
  /** Puts the cursor on a word and opens the menu of Ctrl+. there. */
  quickFixes(word: string): Promise<Locator>;
  /** Points at a word until the hover with this text is there. */
  hover(word: string, text: string): Promise<Locator>;
  /** The text of the active editor. */
  editorText(): Promise<string>;
  screenshot(name: string): Promise<void>;
  /** A small picture for the documentation: the text of the active editor, with what is open on top of it. */
  picture(name: string, onTop: Locator): Promise<void>;
  /** Looks at what is in sight in every theme; ends in the dark one, as it began. */
  inEachTheme(look: (theme: Theme) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Two seconds on an idle machine; one that runs other suites as well takes many times as long. */
const startLimit = 100_000;

type Language = "en" | "de";
interface WorkbenchOptions {
  /** Fields of the sample key, on top of the usual ones. */
  readonly key?: Readonly<Record<string, unknown>>;
  readonly language?: Language;
  /** Texts of further files in the workspace, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Settings of VS Code, on top of the usual ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Opens a workbench in the dark theme, with a profile and a workspace of its own, and waits until all of it is there. */
export async function openWorkbench({
  key = {},
  language = "en",
  files = {},
  settings = {},
}: WorkbenchOptions = {}): Promise<Workbench> {
  const workspace = mkdtempSync(join(tmpdir(), "k3s-registries-ui-"));
  createSampleWorkspace(workspace, key);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(workspace, path), text);
  // A server and a browser for each: VS Code rewrites the settings of a server while it runs, and windows that are opened
  // later get another theme.
  const [browser, server] = await Promise.all([
    launchBrowser(),
    startServer({ ...usualSettings, ...settings }, language === "en" ? undefined : language),
  ]);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...themes.dark.system });
  const close = async (): Promise<void> => {
    await browser.close();
    server.stop();
    rmSync(workspace, { recursive: true, force: true });
  };
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(workbenchUrl({ port: server.port, workspace, extension: root }));
    await page.locator(`.monaco-workbench${themes.dark.shown}`).waitFor({ timeout: startLimit });
    await page.getByRole("treeitem", { name: "service-account-key.json" }).waitFor({ timeout: startLimit });
    const workbench = { page, workspace, close, ...actions(page) };
    await extensionIsThere(page, language === "de" ? "Konverter öffnen" : "Open Converter");
    return workbench;
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Does what makes something appear, and again, as a person does, when VS Code has dropped it for work of its own: on a
 * busy machine new diagnostics cancel a hover or a menu that was just asked for.
 */
async function untilShown(wanted: Locator, action: () => Promise<void>): Promise<void> {
  for (let left = 5; left > 0; left--) {
    await action();
    const shown = wanted.first().waitFor({ timeout: left === 1 ? 20_000 : 4000 });
    if (left === 1 || (await shown.then(() => true).catch(() => false))) return shown;
  }
}

/** The files are shown before the extension's commands are known, and an open palette does not take in new ones. */
async function extensionIsThere(page: Page, command: string): Promise<void> {
  const title = `K3s Registries: ${command}`;
  const palette = page.locator(".quick-input-widget");
  const row = page.locator(".quick-input-list .monaco-list-row").filter({ hasText: title });
  for (let tries = 0; tries < 60; tries++) {
    await page.keyboard.press("F1");
    await palette.locator("input[type=text]").fill(`>${title}`);
    const found = await row.waitFor({ timeout: 1000 }).then(
      () => true,
      () => false,
    );
    await page.keyboard.press("Escape");
    await palette.waitFor({ state: "hidden" });
    if (found) return;
  }
  throw new Error("The extension's commands do not appear in the palette");
}

async function boxOf(element: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await element.boundingBox();
  if (!box) throw new Error("It is not in sight");
  return box;
}

function actions(page: Page): Omit<Workbench, "page" | "workspace" | "close"> {
  const input = page.locator(".quick-input-widget input[type=text]");
  /** Until the texts filter what is listed, the first row is one of those used last, and Enter would take that. */
  const pick = async (text: string, ...shown: readonly string[]): Promise<void> => {
    await input.fill(text);
    let row = page.locator(".quick-input-list .monaco-list-row.focused");
    for (const part of shown.length > 0 ? shown : [text]) row = row.filter({ hasText: part });
    await row.waitFor();
    await page.keyboard.press("Enter");
  };
  return {
    async openFile(path) {
      await page.keyboard.press("Control+KeyP");
      await input.waitFor();
      await pick(path, ...path.split("/").slice(-2));
      await page.locator(`.tab.active[data-resource-name="${path.slice(path.lastIndexOf("/") + 1)}"]`).waitFor();
      await page.locator(".monaco-editor .view-line").first().waitFor();
    },
    async runCommand(title) {
      const row = page.locator(".quick-input-list .monaco-list-row").filter({ hasText: title });
      // A webview that has just come takes the focus, and the palette closes.
      await untilShown(row, async () => {
        await page.keyboard.press("F1");
        await input.fill(`>${title}`, { timeout: 4000 }).catch(() => undefined);
      });
      await page.keyboard.press("Enter");
    },
    pick: (text) => pick(text),
    async notification(text) {
      // Under the smoke-test driver VS Code keeps toasts back; the bell holds them.
      if (!(await page.locator(".notifications-center.visible").isVisible())) {
        await page.locator("#status\\.notifications .codicon-bell-dot").waitFor();
        await page.locator("#status\\.notifications").click();
      }
      const found = page.locator(".notifications-center .notification-list-item").filter({ hasText: text });
      await found.waitFor();
      return found;
    },
    async webview(text) {
      const outer = page.locator("iframe.webview.ready:visible").contentFrame();
      const inner = outer.locator("#active-frame").contentFrame();
      await inner.getByText(text).first().waitFor();
      return inner;
    },
    async quickFixes(word) {
      const menu = page.locator(".action-widget");
      await page.getByText(word, { exact: true }).first().click();
      // VS Code asks for code actions itself when the cursor moves; that request, if still under
      // way, overtakes the one of Ctrl+. and no menu opens. The bulb says that it has its answer.
      await page.locator("[class*=gutter-lightbulb], .lightBulbWidget").filter({ visible: true }).first().waitFor();
      await untilShown(menu, () => page.keyboard.press("Control+Period"));
      return menu;
    },
    async hover(word, text) {
      const found = page.locator(".monaco-hover:visible").filter({ hasText: text });
      await untilShown(found, async () => {
        await page.mouse.move(0, 0);
        await page.getByText(word, { exact: true }).first().hover();
      });
      return found;
    },
    async editorText() {
      const lines = page.locator(".editor-group-container.active .monaco-editor .view-line");
      const texts = await lines.allTextContents();
      return texts.map((line) => line.replaceAll("\u00a0", " ")).join("\n");
    },
    async screenshot(name) {
      mkdirSync(screenshots, { recursive: true });
      await page.screenshot({ path: join(screenshots, `${name}.png`) });
    },
    async picture(name, onTop) {
      mkdirSync(screenshots, { recursive: true });
      // No hover is wanted in it.
      await page.mouse.move(0, 0);
      const editor = await boxOf(page.locator(".editor-group-container.active .monaco-editor").first());
      const parts = [onTop, page.locator(".editor-group-container.active .view-line").last()];
      const ends = (await Promise.all(parts.map(boxOf))).map(({ y, height }) => y + height);
      const clip = { ...editor, width: 640, height: Math.max(...ends) + 12 - editor.y };
      await page.screenshot({ path: join(screenshots, `${name}.png`), clip });
    },
    async inEachTheme(look) {
      for (const [theme, { system, shown }] of Object.entries(themes)) {
        await page.emulateMedia(system);
        await page.locator(`.monaco-workbench${shown}`).waitFor();
        await look(theme as Theme);
      }
    },
  };
}
