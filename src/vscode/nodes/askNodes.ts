import { env, l10n, type Memento, type QuickPickItem, window } from "vscode";
import { type DeployNode, nodeLabel, nodeLines, readNodeList } from "../../core/deploy/nodeList.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import { readText } from "../documents.ts";
import { deploySettings } from "../settings.ts";

const stateKey = "nodeList";

/**
 * Asks which nodes to reach. The names are kept for the next time.
 *
 * @returns at least one node; `undefined` when the user cancels
 * @throws UserProblem when the list can't be read
 */
export async function askNodes(state: Memento, title: string): Promise<readonly DeployNode[] | undefined> {
  type Item = QuickPickItem & { readonly read: () => Promise<string | undefined> };
  const last = state.get<string>(stateKey, "");
  const known = last === "" ? undefined : readNodeList(last, deploySettings());
  const forms = l10n.t("user@host lines, the output of kubectl get nodes -o wide, or an Ansible inventory");
  const items: readonly Item[] = [
    ...(known?.ok
      ? [
          {
            label: l10n.t("The Same Nodes as Before"),
            detail: known.nodes.map(nodeLabel).join(", ").slice(0, 200),
            read: async () => last,
          },
        ]
      : []),
    { label: l10n.t("From the Clipboard"), detail: forms, read: async () => env.clipboard.readText() },
    { label: l10n.t("From a File…"), detail: forms, read: () => pickedText(title) },
    {
      label: l10n.t("Type Them…"),
      detail: l10n.t("One or more, such as root@10.0.0.5, root@10.0.0.6"),
      read: () => typedList(title),
    },
  ];
  const picked = await window.showQuickPick(items, { title, placeHolder: l10n.t("Which nodes?") });
  const text = await picked?.read();
  if (text === undefined) return undefined;
  const list = readNodeList(text, deploySettings());
  if (!list.ok) throw new UserProblem(list.problem);
  // Not the list itself: an inventory can contain passwords. Users and ports from the settings are read again each time.
  const bare = readNodeList(text);
  if (bare.ok) await state.update(stateKey, nodeLines(bare.nodes));
  return list.nodes;
}

/**
 * Lets the user pick a file, and reads it.
 *
 * @returns `undefined` when the user cancels
 * @throws UserProblem when it can't be read
 */
export async function pickedText(title: string): Promise<string | undefined> {
  const [uri] = (await window.showOpenDialog({ title, canSelectMany: false })) ?? [];
  if (!uri) return undefined;
  const text = await readText(uri);
  if (text === undefined) throw new UserProblem(l10n.t("This file can't be read, or is too large."));
  return text;
}

async function typedList(title: string): Promise<string | undefined> {
  const typed = await window.showInputBox({
    title,
    prompt: l10n.t("One or more, such as root@10.0.0.5, root@10.0.0.6"),
    ignoreFocusOut: true,
    validateInput: (text) => {
      const list = readNodeList(asLines(text), deploySettings());
      return text.trim() === "" || list.ok ? undefined : list.problem;
    },
  });
  return typed === undefined || typed.trim() === "" ? undefined : asLines(typed);
}

function asLines(typed: string): string {
  return typed.split(/[\s,;]+/).join("\n");
}
