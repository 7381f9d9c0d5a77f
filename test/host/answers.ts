import {
  EventEmitter,
  env,
  type InputBoxOptions,
  type QuickPick,
  type QuickPickItem,
  type QuickPickOptions,
  type Uri,
  window,
} from "vscode";

/** What the person at the keyboard does, and what is said meanwhile. */
export interface Answers {
  /** Text of the quick-pick item that is picked, by turn. */
  readonly picks?: readonly string[];
  /** Hosts that are checked in the registry picker; those it preselects, unless said. */
  readonly hosts?: readonly string[];
  /** Of a pick of several, the texts of the items that stay checked; all that were at first, unless said. */
  readonly checked?: readonly string[];
  /** The button of a modal question; of several, by their text. */
  readonly modal?: string | ((question: string) => string | undefined);
  /** The button of a notification, where it has one of that name. */
  readonly button?: string;
  /** What is typed into the input boxes, by turn; what one refuses is said, and nothing is answered. */
  readonly inputs?: readonly string[];
  /** The file that is chosen in a dialog for files. */
  readonly file?: Uri;
}

export interface Said {
  /** Every message and modal text, in order. */
  readonly messages: readonly string[];
  /** Every title, label and description that pickers showed. */
  readonly shown: readonly string[];
  /** What the registry picker had checked at first. */
  readonly preselected: readonly string[];
}

/** Runs an action with VS Code's questions answered, and gives back all that was said to the person. */
export async function answering(answers: Answers, action: () => Promise<unknown>): Promise<Said> {
  const messages: string[] = [];
  const shown: string[] = [];
  const preselected: string[] = [];
  const picks = [...(answers.picks ?? [])];
  const inputs = [...(answers.inputs ?? [])];
  const say = async (message: string, ...rest: readonly unknown[]): Promise<string | undefined> => {
    messages.push(message, ...rest.map((part) => (typeof part === "string" ? part : JSON.stringify(part))));
    const modal = rest.some((part) => typeof part === "object" && part !== null && "modal" in part);
    if (modal) return typeof answers.modal === "function" ? answers.modal(message) : answers.modal;
    return rest.find((part) => typeof part === "string" && part === answers.button) as string | undefined;
  };
  const restore = stub(window, {
    showInformationMessage: say,
    showWarningMessage: say,
    showErrorMessage: say,
    showQuickPick: async (items: readonly (QuickPickItem | string)[], options: QuickPickOptions) => {
      shown.push(JSON.stringify(items.map(shownItem)), JSON.stringify(options));
      const labelOf = (item: QuickPickItem | string): string => (typeof item === "string" ? item : item.label);
      const has = (item: QuickPickItem | string, text: string | undefined): boolean =>
        text !== undefined && labelOf(item).includes(text);
      if (options.canPickMany) {
        const { checked } = answers;
        return items.filter((item) =>
          checked ? checked.some((text) => has(item, text)) : typeof item !== "string" && item.picked,
        );
      }
      const wanted = picks.shift();
      return items.find((item) => has(item, wanted));
    },
    showOpenDialog: async () => (answers.file ? [answers.file] : undefined),
    showInputBox: async ({ validateInput, ...options }: InputBoxOptions) => {
      shown.push(JSON.stringify(options));
      const input = inputs.shift();
      const problem = input === undefined ? undefined : await validateInput?.(input);
      if (typeof problem === "string") messages.push(problem);
      return problem ? undefined : input;
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

/**
 * Puts other functions in the place of VS Code's.
 *
 * @returns what puts the originals back
 */
export function stub(target: object, replacements: Readonly<Record<string, unknown>>): () => void {
  const originals = Object.keys(replacements).map(
    (name) => [name, Object.getOwnPropertyDescriptor(target, name) ?? { configurable: true }] as const,
  );
  for (const [name, value] of Object.entries(replacements))
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  return () => {
    for (const [name, descriptor] of originals) Object.defineProperty(target, name, descriptor);
  };
}

/** What a picker shows of an item: an item may carry more, which no one sees. */
function shownItem(item: QuickPickItem | string): unknown {
  if (typeof item === "string") return item;
  const { label, description, detail, picked } = item;
  return { label, description, detail, picked };
}

/** Accepts as soon as it is shown, and gives up what is not taken. */
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
      shown.push(JSON.stringify([picker.title, picker.placeholder, picker.items?.map(shownItem)]));
      accepted.fire();
      hidden.fire();
    },
  };
  return picker;
}

/** The text of the clipboard. */
export function clipboard(): Thenable<string> {
  return env.clipboard.readText();
}
