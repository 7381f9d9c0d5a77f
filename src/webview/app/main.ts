import type { ConverterState, Intent } from "../protocol.ts";
import { createView } from "./view.ts";

interface VsCodeApi {
  postMessage(message: Intent): void;
  getState(): { readonly search?: string } | undefined;
  setState(state: { readonly search: string }): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();
const root = document.getElementById("converter");
if (root) {
  const view = createView(root, {
    send: (intent) => vscode.postMessage(intent),
    search: vscode.getState()?.search ?? "",
    keepSearch: (search) => vscode.setState({ search }),
  });
  window.addEventListener("message", (event: MessageEvent<ConverterState>) => {
    if (event.data.type === "state") view.show(event.data);
  });
  vscode.postMessage({ type: "ready" });
}
