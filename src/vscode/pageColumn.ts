import { type Tab, TabInputText, TabInputWebview, ViewColumn, window } from "vscode";
import { pageScheme } from "./documents.ts";

/** The column in which a page of this extension is open, in sight or not; `undefined` if there is none. */
export function openPageColumn(): ViewColumn | undefined {
  return window.tabGroups.all.find(({ tabs }) => tabs.some(isPage))?.viewColumn;
}

/** The column for a new page: that of another page of this extension, else one beside the editor; never a third. */
export function pageColumn(): ViewColumn {
  const open = openPageColumn();
  if (open !== undefined) return open;
  const { all, activeTabGroup } = window.tabGroups;
  const columns = all.map(({ viewColumn }) => viewColumn);
  if (columns.length < 2) return ViewColumn.Beside;
  const { viewColumn } = activeTabGroup;
  return (
    columns.find((column) => column > viewColumn) ?? columns.findLast((column) => column < viewColumn) ?? viewColumn
  );
}

/** VS Code puts a name of its own before the type of a webview. */
function isPage({ input }: Tab): boolean {
  if (input instanceof TabInputWebview) return /(?:^|-)k3sRegistries\.\w+$/.test(input.viewType);
  return input instanceof TabInputText && input.uri.scheme.startsWith(pageScheme);
}
