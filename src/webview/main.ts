// The script of all pages: one file, since they share more than half of what they need.
import { createView as createConverter } from "./converter/view.ts";
import { createView as createExplain } from "./explain/view.ts";
import { createView as createNodes } from "./nodes/view.ts";
import type { Part } from "./page/elements.ts";
import type { Intent } from "./protocol/converter.ts";
import type { ExplainIntent } from "./protocol/explain.ts";
import type { NodesIntent } from "./protocol/nodes.ts";

interface VsCodeApi {
  postMessage(message: Intent | ExplainIntent | NodesIntent): void;
  getState(): { readonly search?: string } | undefined;
  setState(state: { readonly search: string }): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();
const root = document.getElementById("page");

/** Shows each state that the extension sends, and asks for the first. */
function run<State extends { readonly type: "state" }>(view: Part<State>): void {
  window.addEventListener("message", (event: MessageEvent<State>) => {
    if (event.data.type !== "state") return;
    view.show(event.data);
    if (view.element.parentElement !== root) root?.replaceChildren(view.element);
  });
  vscode.postMessage({ type: "ready" });
}

switch (document.documentElement.dataset["page"]) {
  case "converter":
    run(
      createConverter({
        send: (intent) => vscode.postMessage(intent),
        search: () => vscode.getState()?.search ?? "",
        keepSearch: (search) => vscode.setState({ search }),
      }),
    );
    break;
  case "explain":
    run(createExplain((intent) => vscode.postMessage(intent)));
    break;
  case "nodes":
    run(createNodes((link) => vscode.postMessage({ type: "open", link })));
}
