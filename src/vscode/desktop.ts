import type { ExtensionContext } from "vscode";
import { type Started, start } from "./start.ts";

/** What VS Code calls on the desktop and in remote hosts; the build leaves the rest in a file of its own. */
export function activate(context: ExtensionContext): Started {
  return start(context, async () => (await import("./extension.ts")).registerExtension);
}
