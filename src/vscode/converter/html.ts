import { env, l10n, Uri, type Webview } from "vscode";

/** The converter's page: no inline script or style, nothing from elsewhere, and no data; all that comes by message. */
export function converterHtml(webview: Webview, extensionUri: Uri): string {
  const file = (...path: string[]): string => webview.asWebviewUri(Uri.joinPath(extensionUri, ...path)).toString();
  const nonce = newNonce();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(env.language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${escapeAttribute(file("media", "converter.css"))}">
  <title>${escapeAttribute(l10n.t("Convert Credentials"))}</title>
</head>
<body>
  <main id="converter"><p class="loading" role="status">${escapeAttribute(l10n.t("Loading…"))}</p></main>
  <script nonce="${nonce}" src="${escapeAttribute(file("dist", "converter.js"))}"></script>
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
