import type { ConverterState, Intent } from "../protocol/converter.ts";
import { createView } from "./view.ts";

interface VsCodeApi {
  postMessage(message: Intent): void;
  getState(): { readonly search?: string } | undefined;
  setState(state: { readonly search: string }): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();
const root = document.getElementById("page");
if (root) {
  const view = createView({
    send: (intent) => vscode.postMessage(intent),
    search: () => vscode.getState()?.search ?? "",
    keepSearch: (search) => vscode.setState({ search }),
  });
  window.addEventListener("message", (event: MessageEvent<ConverterState>) => {
    if (event.data.type !== "state") return;
    view.show(event.data);
    if (view.element.parentElement !== root) root.replaceChildren(view.element);
  });
  vscode.postMessage({ type: "ready" });
}
