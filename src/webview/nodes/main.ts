import type { NodesIntent, NodesState } from "../protocol/nodes.ts";
import { createView } from "./view.ts";

interface VsCodeApi {
  postMessage(message: NodesIntent): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();
const root = document.getElementById("page");
if (root) {
  const view = createView((link) => vscode.postMessage({ type: "open", link }));
  window.addEventListener("message", (event: MessageEvent<NodesState>) => {
    if (event.data.type !== "state") return;
    view.show(event.data);
    if (view.element.parentElement !== root) root.replaceChildren(view.element);
  });
  vscode.postMessage({ type: "ready" });
}
