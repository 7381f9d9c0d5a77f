import { maxFileSize } from "../core/text/limits.ts";
import { UserProblem } from "../core/text/userProblem.ts";

/** What a command writes to. Findings and results go to standard output, everything about the run to standard error. */
export interface Output {
  /** Resolves once more can be taken, so that a slow reader holds the run up instead of filling memory. */
  write(text: string): Promise<void>;
  /** A line on standard error. */
  note(line: string): void;
  /** The terminal that shows standard output; `undefined` for a file or a pipe. */
  readonly terminal: { readonly columns: number | undefined } | undefined;
  /**
   * Shows a line on standard error that the next output replaces, or takes it away; `undefined` where standard error is
   * no terminal.
   */
  readonly progress: ((line: string | undefined) => void) | undefined;
}

/** The parts of the process that a run uses. It reads no other state, so that one process can have several runs. */
export interface Surroundings {
  /** The absolute path of the current folder. */
  readonly cwd: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Standard input, in pieces. */
  readonly stdin: AsyncIterable<Uint8Array>;
  /** The time in milliseconds, from any moment on. */
  readonly now: () => number;
  /** Asks a yes-or-no question; `undefined` without a terminal. */
  readonly ask?: ((question: string) => Promise<boolean>) | undefined;
}

/** Exit codes: no findings, findings, and a run that failed in part or as a whole. */
export const exitCodes = { clean: 0, findings: 1, failed: 2 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface Command {
  readonly help: string;
  /** @throws UserProblem when it can't be done as asked */
  run(args: readonly string[], output: Output, surroundings: Surroundings): Promise<ExitCode>;
}

/** Returns the error of a file that is not read or written although the system would, in the form of the system's own. */
export function fileFault(
  code: "EISDIR" | "EAGAIN" | "CHANGED" | "DANGLING" | "LEADS_OUT" | "NOT_REGULAR" | "NO_WRITER" | "TOO_LARGE",
): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  ENOTDIR: "no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "this is a folder",
  ELOOP: "too many symbolic links",
  ENOSPC: "no space left on the disk",
  EROFS: "the file system is read-only",
  ENAMETOOLONG: "the name is too long",
  EEXIST: "this file already exists",
  EFBIG: "the file is too large",
  ENXIO: "this is a socket, or a device that can't be read",
  CHANGED: "the file has changed since it was read",
  DANGLING: "the target of the symbolic link does not exist",
  LEADS_OUT: "a symbolic link points outside the folder",
  NOT_REGULAR: "this is not a regular file",
  NO_WRITER: "no process writes to this pipe",
  TOO_LARGE: `this is larger than ${maxFileSize / 2 ** 20} MB, the limit`,
};

/** The code of an error of the system, such as `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** Returns a failed file access as a problem. Throws any other error again. */
export function fileProblem(error: unknown, path: string): UserProblem {
  if (error instanceof UserProblem) return error;
  const code = errorCode(error);
  if (code === undefined) throw error;
  return new UserProblem(`${shownArgument(path)}: ${reasons[code] ?? `can't be accessed (${code})`}`);
}

/** Returns an argument as messages show it. An argument that may be a pasted key is not shown. */
export function shownArgument(text: string): string {
  return /PRIVATE KEY|^\s*[{[]|[\r\n]/.test(text) || text.length > 1000 ? "the argument" : printable(text);
}

/** Returns a text without characters that move a terminal's cursor or start a new line. */
export function printable(text: string): string {
  return text
    .replace(/\s+/g, (blanks) => (/[\r\n\u2028\u2029]/.test(blanks) ? " " : blanks))
    .replace(/[\x00-\x1f\x7f-\x9f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
