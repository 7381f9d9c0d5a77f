import type { ExplainIntent, ExplainState } from "../protocol/explain.ts";
import { createView } from "./view.ts";

interface VsCodeApi {
  postMessage(message: ExplainIntent): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();
const root = document.getElementById("page");
if (root) {
  const view = createView((intent) => vscode.postMessage(intent));
  window.addEventListener("message", (event: MessageEvent<ExplainState>) => {
    if (event.data.type !== "state") return;
    view.show(event.data);
    if (view.element.parentElement !== root) root.replaceChildren(view.element);
  });
  vscode.postMessage({ type: "ready" });
}
