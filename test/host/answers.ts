import { EventEmitter, env, type QuickPick, type QuickPickItem, window } from "vscode";

/** What the person at the keyboard does, and what is said meanwhile. */
export interface Answers {
  /** Text of the quick-pick item that is picked, by turn. */
  readonly picks?: readonly string[];
  /** Hosts that are checked in the registry picker; those it preselects, unless said. */
  readonly hosts?: readonly string[];
  /** The button of a modal question. */
  readonly modal?: string;
}

export interface Said {
  /** Every message and modal text, in order. */
  readonly messages: readonly string[];
  /** Every title, label and description that pickers showed. */
  readonly shown: readonly string[];
  /** What the registry picker had checked at first. */
  readonly preselected: readonly string[];
}

type Stubs = Record<string, unknown>;

/** Runs an action with VS Code's questions answered, and gives back all that was said to the person. */
export async function answering(answers: Answers, action: () => Promise<unknown>): Promise<Said> {
  const messages: string[] = [];
  const shown: string[] = [];
  const preselected: string[] = [];
  const picks = [...(answers.picks ?? [])];
  const say = async (message: string, ...rest: readonly unknown[]): Promise<string | undefined> => {
    messages.push(message, ...rest.map((part) => (typeof part === "string" ? part : JSON.stringify(part))));
    return rest.some((part) => typeof part === "object" && part !== null && "modal" in part)
      ? answers.modal
      : undefined;
  };
  const restore = stub(window as unknown as Stubs, {
    showInformationMessage: say,
    showWarningMessage: say,
    showErrorMessage: say,
    showQuickPick: async (items: readonly QuickPickItem[], options: object) => {
      shown.push(JSON.stringify(items), JSON.stringify(options));
      const wanted = picks.shift();
      return items.find(({ label }) => wanted !== undefined && label.includes(wanted));
    },
    createQuickPick: () => fakePicker(answers, shown, preselected),
  });
  try {
    await action();
  } finally {
    restore();
  }
  return { messages, shown, preselected };
}

function stub(target: Stubs, replacements: Stubs): () => void {
  const originals = Object.fromEntries(Object.keys(replacements).map((name) => [name, target[name]]));
  for (const [name, value] of Object.entries(replacements))
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  return () => {
    for (const [name, value] of Object.entries(originals))
      Object.defineProperty(target, name, { value, configurable: true, writable: true });
  };
}

/** Accepts as soon as it is shown. */
function fakePicker({ hosts }: Answers, shown: string[], preselected: string[]): Partial<QuickPick<QuickPickItem>> {
  const accepted = new EventEmitter<void>();
  const hidden = new EventEmitter<void>();
  const changed = new EventEmitter<string>();
  const picker: Partial<QuickPick<QuickPickItem>> = {
    items: [],
    selectedItems: [],
    value: "",
    onDidAccept: accepted.event,
    onDidHide: hidden.event,
    onDidChangeValue: changed.event,
    hide: () => hidden.fire(),
    dispose: () => {},
    show() {
      preselected.push(...(picker.selectedItems ?? []).map(({ label }) => label));
      for (const host of hosts ?? []) {
        if (picker.items?.some(({ label }) => label === host)) continue;
        (picker as { value: string }).value = host;
        changed.fire(host);
      }
      if (hosts)
        (picker as { selectedItems: unknown }).selectedItems = (picker.items ?? []).filter(({ label }) =>
          hosts.includes(label),
        );
      shown.push(JSON.stringify([picker.title, picker.placeholder, picker.items]));
      accepted.fire();
    },
  };
  return picker;
}

/** The text of the clipboard. */
export function clipboard(): Thenable<string> {
  return env.clipboard.readText();
}
