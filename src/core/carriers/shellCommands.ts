import type { Span } from "../text/span.ts";
import { bodiesOf, type Heredoc } from "./heredocs.ts";

/** A part of a word. The span of a quoted one is between its quotes. */
export interface WordPart extends Span {
  readonly quoting: "none" | "single" | "double" | "ansi";
}

/** A word of a command, with its quotes. */
export interface Word extends Span {
  readonly parts: readonly WordPart[];
}

export interface Redirect {
  readonly operator: Span;
  /** The number before the operator; left out where there is none. */
  readonly from?: number;
  readonly target: Word | undefined;
}

/** A simple command: its words, and where its input and output are. */
export interface ShellCommand {
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly heredocs: readonly Heredoc[];
  /** The command that gets its output. */
  readonly pipedTo: ShellCommand | undefined;
}

interface OpenCommand {
  words: Word[];
  redirects: Redirect[];
  heredocs: Heredoc[];
  pipedTo: OpenCommand | undefined;
}

interface Pending {
  readonly command: OpenCommand;
  readonly operator: Span;
  readonly strip: Heredoc["strip"];
  readonly quoted: boolean;
  readonly word: string;
}

/** People do not nest commands deeper than this. */
const maxDepth = 30;

/**
 * Reads the commands of a shell script, those in substitutions included, as far as here-documents, quotes and redirections go.
 * Takes any text, and reads each place of it once.
 *
 * Source: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_03 (token recognition).
 */
export function readShell(text: string): readonly ShellCommand[] {
  return new ShellReader(text).read();
}

class ShellReader {
  readonly #commands: OpenCommand[] = [];
  readonly #bodies: ReturnType<typeof bodiesOf>;
  #pending: Pending[] = [];
  #at = 0;
  #depth = 0;
  /** The last place of the text where each closing quote is, so that one without an end is a character. */
  readonly #last: Readonly<Record<string, number>>;

  constructor(readonly text: string) {
    this.#bodies = bodiesOf(text);
    this.#last = { "'": text.lastIndexOf("'"), '"': text.lastIndexOf('"'), "`": text.lastIndexOf("`") };
  }

  read(): readonly ShellCommand[] {
    this.#list(false);
    return this.#commands.filter(({ words, heredocs }) => words.length > 0 || heredocs.length > 0);
  }

  #begin(): OpenCommand {
    const command: OpenCommand = { words: [], redirects: [], heredocs: [], pipedTo: undefined };
    this.#commands.push(command);
    return command;
  }

  /** @param nested whether an unmatched `)` ends it */
  #list(nested: boolean): void {
    const { text } = this;
    let command = this.#begin();
    let open = 0;
    let piping = false;
    while (this.#at < text.length) {
      const char = text[this.#at] ?? "";
      if (char !== "\n" && /\s/.test(char)) this.#at++;
      else if (this.#isContinued()) this.#at += text[this.#at + 1] === "\r" ? 3 : 2;
      else if (char === "\n") {
        this.#at++;
        this.#readBodies();
        if (!piping) command = this.#begin();
      } else if (char === "#") this.#skipLine();
      else if (char === ")") {
        this.#at++;
        if (nested && open-- === 0) return;
        command = this.#begin();
      } else if (char === "(") {
        if (text[this.#at + 1] !== "(" || !this.#skipArithmetic(2)) {
          this.#at++;
          open++;
        }
        command = this.#begin();
      } else if (char === "|" && text[this.#at + 1] !== "|") {
        this.#at += text[this.#at + 1] === "&" ? 2 : 1;
        const from = command;
        command = this.#begin();
        from.pipedTo = command;
        piping = true;
      } else if (char === ";" || char === "|" || (char === "&" && text[this.#at + 1] !== ">")) {
        this.#at += text[this.#at + 1] === char ? 2 : 1;
        command = this.#begin();
      } else if (char === "<" || char === ">" || char === "&") {
        piping = false;
        this.#redirect(command);
      } else {
        piping = false;
        const word = this.#word();
        const from = Number(text.slice(word.start, word.end));
        if (/[<>]/.test(text[this.#at] ?? "") && /^\d$/.test(text.slice(word.start, word.end)))
          this.#redirect(command, from);
        else command.words.push(word);
      }
    }
    // Without another line, there is none in them.
    this.#pending = [];
  }

  #isContinued(): boolean {
    const { text } = this;
    if (text[this.#at] !== "\\") return false;
    return text[this.#at + 1] === "\n" || (text[this.#at + 1] === "\r" && text[this.#at + 2] === "\n");
  }

  #skipLine(): void {
    const newline = this.text.indexOf("\n", this.#at);
    this.#at = newline < 0 ? this.text.length : newline;
  }

  /** Skips `((…))` on one line, after its first characters. */
  #skipArithmetic(opening: number): boolean {
    const { text } = this;
    const from = this.#at + opening;
    const within = text.slice(from, from + 500);
    const end = /^[^\n]*?\)\)/.exec(within)?.[0].length;
    if (end === undefined) return false;
    this.#at = from + end;
    return true;
  }

  #readBodies(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const { command, operator, strip, quoted, word } of pending) {
      const { body, next, falseEnd } = this.#bodies(this.#at, word, strip === "tabs" ? "tabs" : "none");
      const closed = next !== undefined && falseEnd === undefined;
      command.heredocs.push({ operator, strip, quoted, body, closed, ...(falseEnd && { falseEnd }) });
      this.#at = next ?? body.end;
      this.#skipLine();
      this.#at = Math.min(this.text.length, this.#at + 1);
    }
  }

  #redirect(command: OpenCommand, from?: number): void {
    const { text } = this;
    const start = this.#at;
    const written = /^(?:<<<|<<-|<<|<>|<&|<\(|<|&>>|&>|>>|>\||>&|>\(|>)/.exec(text.slice(start, start + 3))?.[0] ?? "&";
    this.#at += written.length;
    if (written === "&") return;
    if (written.endsWith("(")) {
      this.#nested();
      return;
    }
    const operator = { start, end: this.#at };
    while (text[this.#at] === " " || text[this.#at] === "\t") this.#at++;
    const target = /[\s;|&()<>]/.test(text[this.#at] ?? " ") ? undefined : this.#word();
    if (!/^<<-?$/.test(written)) {
      command.redirects.push({ operator, target, ...(from === undefined ? {} : { from }) });
      return;
    }
    if (target === undefined) return;
    this.#pending.push({
      command,
      operator: { start, end: target.end },
      strip: written === "<<-" ? "tabs" : "none",
      quoted: /["'\\]/.test(text.slice(target.start, target.end)),
      word: wordValue(text, target),
    });
  }

  /** Reads the commands of a substitution, after its opening bracket. */
  #nested(): void {
    if (this.#depth >= maxDepth) return;
    this.#depth++;
    const pending = this.#pending;
    this.#pending = [];
    this.#list(true);
    this.#pending = [...pending, ...this.#pending];
    this.#depth--;
  }

  #word(): Word {
    const { text } = this;
    const start = this.#at;
    const parts: WordPart[] = [];
    let plain = start;
    const close = (): void => {
      if (plain < this.#at) parts.push({ quoting: "none", start: plain, end: this.#at });
    };
    while (this.#at < text.length) {
      const char = text[this.#at] ?? "";
      if (/[\s;|&()<>]/.test(char)) break;
      const ansi = char === "$" && text[this.#at + 1] === "'";
      const quote = ansi ? "'" : char === "$" && text[this.#at + 1] === '"' ? '"' : char;
      if ((quote === "'" || quote === '"') && this.#hasLater(quote)) {
        close();
        if (quote !== char) this.#at++;
        parts.push(quote === '"' ? this.#double() : this.#single(ansi));
        plain = this.#at;
      } else if (char === "\\") this.#at = Math.min(text.length, this.#at + 2);
      else if (!this.#substitution()) this.#at++;
    }
    close();
    return { start, end: this.#at, parts };
  }

  #hasLater(quote: string): boolean {
    return this.#at < (this.#last[quote] ?? 0);
  }

  #single(ansi: boolean): WordPart {
    const { text } = this;
    const start = this.#at + 1;
    let end = start;
    if (ansi) while (end < text.length && text[end] !== "'") end += text[end] === "\\" ? 2 : 1;
    else end = text.indexOf("'", start);
    end = end < 0 ? text.length : Math.min(end, text.length);
    this.#at = Math.min(text.length, end + 1);
    return { quoting: ansi ? "ansi" : "single", start, end };
  }

  #double(): WordPart {
    const { text } = this;
    const start = ++this.#at;
    while (this.#at < text.length && text[this.#at] !== '"')
      if (text[this.#at] === "\\") this.#at = Math.min(text.length, this.#at + 2);
      else if (!this.#substitution()) this.#at++;
    const end = Math.min(this.#at, text.length);
    this.#at = Math.min(text.length, end + 1);
    return { quoting: "double", start, end };
  }

  /** Reads `$(…)`, `${…}` or backticks, if they are next. */
  #substitution(): boolean {
    const { text } = this;
    if (text[this.#at] === "`") return this.#backticks();
    if (text[this.#at] !== "$") return false;
    if (text[this.#at + 1] === "{") {
      const end = /^\$\{[^}\n]{0,500}\}/.exec(text.slice(this.#at, this.#at + 503))?.[0].length;
      this.#at += end ?? 2;
      return true;
    }
    if (text[this.#at + 1] !== "(") return false;
    if (text[this.#at + 2] === "(" && this.#skipArithmetic(3)) return true;
    this.#at += 2;
    this.#nested();
    return true;
  }

  #backticks(): boolean {
    const { text } = this;
    if (!this.#hasLater("`")) return false;
    this.#at++;
    while (this.#at < text.length && text[this.#at] !== "`") this.#at += text[this.#at] === "\\" ? 2 : 1;
    this.#at = Math.min(text.length, this.#at + 1);
    return true;
  }
}

/** A word without its quotes; variables and substitutions are as they are written. */
export function wordValue(text: string, { parts }: Word): string {
  return parts
    .map(({ quoting, start, end }) => {
      const written = text.slice(start, end);
      if (quoting === "none")
        return written.replace(/\\(\r?\n|[\s\S])/g, (_, char: string) => char.replace(/\r?\n/, ""));
      return quoting === "double" ? written.replace(/\\([$`"\\])/g, "$1") : written;
    })
    .join("");
}
