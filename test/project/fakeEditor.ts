import type * as vscode from "vscode";

type Listener<T> = (event: T) => unknown;

class Disposable {
  static from(...inner: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => inner.forEach((one) => void one.dispose()));
  }
  constructor(readonly dispose: () => unknown) {}
}

class EventEmitter<T> {
  readonly #listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };
  fire(event: T): void {
    for (const listener of this.#listeners) listener(event);
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

class Range {
  constructor(
    readonly start: Position,
    readonly end: Position,
  ) {}
  intersection(): Range {
    return this;
  }
  isEqual({ start, end }: Range): boolean {
    return JSON.stringify([start, end]) === JSON.stringify([this.start, this.end]);
  }
}

class Uri {
  static joinPath({ path }: Uri, ...parts: readonly string[]): Uri {
    return new Uri(new URL(parts.join("/"), `file://${path}/`).pathname.replace(/(.)\/$/, "$1"));
  }
  static parse(uri: string): Uri {
    return new Uri(new URL(uri).pathname, uri);
  }
  static from({ scheme, path, query }: { scheme: string; path: string; query: string }): Uri {
    return new Uri(path, `${scheme}:${path}?${query}`, query);
  }
  readonly scheme: string;
  constructor(
    readonly path: string,
    readonly whole = `file://${path}`,
    readonly query = "",
    readonly fragment = "",
  ) {
    this.scheme = whole.slice(0, whole.indexOf(":"));
  }
  with({ fragment }: { fragment: string }): Uri {
    const [whole = ""] = this.whole.split("#");
    return new Uri(this.path, fragment === "" ? whole : `${whole}#${fragment}`, this.query, fragment);
  }
  toString(): string {
    return this.whole;
  }
}

/** Stands for everything of VS Code that does not matter here: it can be called, constructed, read and set. */
const anything: unknown = new Proxy(class {}, {
  get: (_, name) =>
    name === "then"
      ? undefined
      : name === Symbol.toPrimitive
        ? () => ""
        : name === Symbol.iterator
          ? noItems
          : anything,
  set: () => true,
  apply: () => anything,
  construct: () => anything as object,
});

function* noItems(): Generator {}

/** One module or object of VS Code: what is given, and `anything` for the rest. */
function partly<T extends object>(known: T): T {
  return new Proxy(known, { get: (_, name) => (Reflect.has(known, name) ? Reflect.get(known, name) : anything) });
}

/** A document in an editor, as far as the extension looks at it. */
export interface FakeDocument extends vscode.TextDocument {
  /** Replaces the text, as one keystroke does. */
  type(text: string): void;
}

export interface FakeEditor {
  /** What `import … from "vscode"` gives. */
  readonly module: object;
  readonly document: FakeDocument;
  /** The providers that were registered, by the name of the function, such as `registerHoverProvider`. */
  readonly providers: ReadonlyMap<string, readonly object[]>;
  /** Resolves when diagnostics are shown next. */
  nextDiagnostics(): Promise<void>;
}

/** Makes an editor with one document, for tests of what the extension does between the editor and core. */
export function fakeEditor(path: string, first: string): FakeEditor {
  const changed = new EventEmitter<{ readonly document: vscode.TextDocument }>();
  const shown = new EventEmitter<void>();
  const providers = new Map<string, object[]>();
  let text = first;
  const lineStart = (line: number): number => text.split("\n", line).join("\n").length + Math.min(line, 1);
  const document = {
    uri: new Uri(path),
    languageId: "yaml",
    version: 1,
    isClosed: false,
    get lineCount() {
      return text.split("\n").length;
    },
    getText: () => text,
    offsetAt: ({ line, character }: Position) => lineStart(line) + character,
    positionAt(offset: number) {
      const line = text.slice(0, offset).split("\n").length - 1;
      return new Position(line, offset - lineStart(line));
    },
    lineAt(line: number) {
      const written = text.split("\n")[line] ?? "";
      return { text: written, range: new Range(new Position(line, 0), new Position(line, written.length)) };
    },
    type(next: string) {
      text = next;
      document.version++;
      changed.fire({ document: document as never });
    },
  };
  const own: Readonly<Record<string, unknown>> = {
    createDiagnosticCollection: () => partly({ set: () => shown.fire(undefined) }),
    getDiagnostics: () => [],
    match: () => 10,
  };
  const languages = new Proxy(own, {
    get(_, name: string) {
      if (!name.startsWith("register")) return own[name] ?? anything;
      return (_selector: unknown, provider: object) => {
        providers.set(name, [...(providers.get(name) ?? []), provider]);
        return new Disposable(() => undefined);
      };
    },
  });
  const workspace = partly({
    textDocuments: [document],
    isTrusted: false,
    onDidChangeTextDocument: changed.event,
    getConfiguration: () => ({ get: (_: string, fallback: unknown) => fallback, inspect: () => undefined }),
    getWorkspaceFolder: () => undefined,
    asRelativePath: ({ path: whole }: Uri) => whole,
    registerTextDocumentContentProvider(scheme: string, provider: object) {
      providers.set(scheme, [provider]);
      return new Disposable(() => undefined);
    },
    fs: partly({ readFile: () => Promise.reject(new Error("no other file is there")) }),
  });
  const window = partly({ activeTextEditor: { document }, visibleTextEditors: [] });
  const l10n = {
    t: (words: string, ...values: unknown[]) => words.replace(/\{(\d)\}/g, (_, at) => String(values[at])),
  };
  return {
    module: partly({ Disposable, EventEmitter, Position, Range, Uri, languages, workspace, window, l10n }),
    document: document as unknown as FakeDocument,
    providers,
    nextDiagnostics: () =>
      new Promise((resolve) => {
        const once = shown.event(() => {
          once.dispose();
          resolve();
        });
      }),
  };
}
