import { env, l10n, Uri, type Webview, type WebviewPanel, window } from "vscode";
import { pageColumn } from "./pageColumn.ts";

/** A page of this extension: a case of `src/webview/main.ts`, and the folder with its parts and style. */
export interface WebviewPage {
  readonly name: "converter" | "explain" | "nodes";
  readonly title: string;
}

/** Opens a page in its own panel, beside the editor or where another page is. The panel can load only the extension's scripts and styles. */
export function openWebviewPage(extensionUri: Uri, page: WebviewPage): WebviewPanel {
  const panel = window.createWebviewPanel(`k3sRegistries.${page.name}`, page.title, pageColumn(), {
    enableScripts: true,
    localResourceRoots: [Uri.joinPath(extensionUri, "dist")],
  });
  panel.iconPath = Uri.joinPath(extensionUri, "media", "icon.png");
  panel.webview.html = pageHtml(panel.webview, extensionUri, page);
  return panel;
}

/** No inline script or style, nothing from elsewhere, and no data: all that comes by message. */
function pageHtml(webview: Webview, extensionUri: Uri, { name, title }: WebviewPage): string {
  const file = (...path: string[]): string =>
    escapeAttribute(webview.asWebviewUri(Uri.joinPath(extensionUri, ...path)).toString());
  const nonce = newNonce();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(env.language)}" data-page="${name}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${file("dist", "pages.css")}">
  <title>${escapeAttribute(title)}</title>
</head>
<body>
  <main id="page"><p class="loading" role="status">${escapeAttribute(l10n.t("Loading…"))}</p></main>
  <script nonce="${nonce}" src="${file("dist", "pages.js")}"></script>
</body>
</html>`;
}

/** Random for each page, so that no other script can run in it. */
function newNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, "0");
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
