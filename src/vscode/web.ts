import type { ExtensionContext } from "vscode";
import { registerExtension } from "./extension.ts";
import { type Started, start } from "./start.ts";

/** What VS Code calls in the web, where an extension is one file. */
export function activate(context: ExtensionContext): Started {
  return start(context, async () => registerExtension);
}

export { registerExtension };
