import type { Span } from "../text/span.ts";
import { readerAt } from "./nodePath.ts";
import { type Redirect, readShell, type ShellCommand, type Word, wordValue } from "./shellCommands.ts";

/** A file that a command writes its input to. */
export interface ShellTarget {
  readonly path: string;
  /** Where the text is added to what the file contains: the operator or option. */
  readonly append: Span | undefined;
  /** The redirection that writes the file; left out where a program does. */
  readonly redirect?: Redirect;
  /** True if the command that writes the file is in a string. */
  readonly isInString?: boolean;
  /** What is done with the text on the way: nothing, variables are replaced, something else, or it is not readable at all. */
  readonly filter: "none" | "variables" | "unknown" | "unreadable";
}

const fileName = /(?:^|\/)registries\.ya?ml$/;
const decoders = /^(?:base64|openssl|gpg|sops|gunzip|zcat|xxd|age)$/;
const filters = /^(?:sed|awk|gawk|perl|gomplate|yq|jq|tr|j2|jinja2|ytt|python3?|ruby|helm|consul-template)$/;

/** A script, with the variables of it that are paths of such files. */
interface Script {
  readonly text: string;
  readonly variables: ReadonlyMap<string, string>;
}

/** The variables of a script that contain the path of a registries.yaml, or of its folder. */
export function assignedPaths(text: string, commands: readonly ShellCommand[]): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const { words } of commands)
    for (const word of words) {
      if (word.end - word.start > 300) continue;
      const [, name, value = ""] = /^([A-Za-z_]\w*)=(.*)$/.exec(wordValue(text, word)) ?? [];
      const path = resolved(value, paths);
      if (name !== undefined && /rancher\/(?:k3s|rke2)(?:\/|$)|registries\.ya?ml$/.test(path)) paths.set(name, path);
    }
  return paths;
}

function resolved(value: string, variables: ReadonlyMap<string, string>): string {
  if (variables.size === 0 || value.length > 300) return value;
  return value.replace(
    /\$(?:\{([A-Za-z_]\w*)(?::-[^}$]{0,100})?\}|([A-Za-z_]\w*))/g,
    (written, braced?: string, bare?: string) => variables.get(braced ?? bare ?? "") ?? written,
  );
}

/** Finds the registries.yaml that a command of a script, or one that gets its output, writes. */
export function targetOf(script: Script, command: ShellCommand): ShellTarget | undefined {
  return find(script, command, 0);
}

/** People do not nest commands in strings deeper than this. */
const deepest = 3;

function find(script: Script, first: ShellCommand, depth: number): ShellTarget | undefined {
  let filter: ShellTarget["filter"] = "none";
  let steps = 0;
  for (let command: ShellCommand | undefined = first; command !== undefined && steps < 8; steps++) {
    const values = command.words.map((word) => resolved(wordValue(script.text, word), script.variables));
    filter = stronger(filter, filterOf(values));
    const found = written(script, command, values) ?? inside(script, command.words, values, depth);
    if (found !== undefined) return { ...found, filter: stronger(filter, found.filter) };
    command = command.pipedTo;
  }
  return undefined;
}

function filterOf(values: readonly string[]): ShellTarget["filter"] {
  const names = values.slice(0, 6).map((value) => value.slice(value.lastIndexOf("/") + 1));
  if (names.some((name) => decoders.test(name))) return "unreadable";
  if (names.includes("envsubst")) return "variables";
  return names.some((name) => filters.test(name)) ? "unknown" : "none";
}

const strength: readonly ShellTarget["filter"][] = ["none", "variables", "unknown", "unreadable"];

function stronger(one: ShellTarget["filter"], other: ShellTarget["filter"]): ShellTarget["filter"] {
  return strength.indexOf(one) < strength.indexOf(other) ? other : one;
}

function written(
  { text, variables }: Script,
  command: ShellCommand,
  values: readonly string[],
): ShellTarget | undefined {
  for (const redirect of command.redirects) {
    const { operator, target, from = 1 } = redirect;
    const written = text.slice(operator.start, operator.end);
    const path = target === undefined ? "" : resolved(wordValue(text, target), variables);
    if (from === 1 && /^(?:&?>|>>|>\|)$/.test(written.replace("&>>", ">>")) && fileName.test(path))
      return { path, append: written.endsWith(">>") ? operator : undefined, redirect, filter: "none" };
  }
  const named = (value: string): boolean => fileName.test(value);
  const program = (name: string): number => values.findIndex((value) => value === name || value.endsWith(`/${name}`));
  const tee = program("tee");
  if (tee >= 0) {
    const path = values.slice(tee + 1).find(named);
    const option = values.findIndex((value, index) => index > tee && /^(?:-[ip]*a[ip]*|--append)$/.test(value));
    if (path !== undefined) return { path, append: command.words[option], filter: "none" };
  }
  const last = values.findLast(named);
  if (last !== undefined && values.includes("/dev/stdin") && (program("install") >= 0 || program("cp") >= 0))
    return { path: last, append: undefined, filter: "none" };
  if (last !== undefined && program("sponge") >= 0) return { path: last, append: undefined, filter: "none" };
  const of = program("dd") < 0 ? undefined : values.find((value) => value.startsWith("of=") && named(value.slice(3)));
  if (of !== undefined) return { path: of.slice(3), append: undefined, filter: "none" };
  // `COPY <<EOF /path` of a Dockerfile: https://docs.docker.com/reference/dockerfile/#here-documents.
  if (/^(?:COPY|ADD)$/i.test(values[0] ?? "") && command.heredocs.length > 0 && last !== undefined)
    return { path: last, append: undefined, filter: "none" };
  return undefined;
}

/** Looks into the strings that are commands themselves, as in `sh -c "cat > registries.yaml"`. */
function inside(
  { variables }: Script,
  words: readonly Word[],
  values: readonly string[],
  depth: number,
): ShellTarget | undefined {
  if (depth >= deepest) return undefined;
  for (const [index, value] of values.entries()) {
    if (value.length > 2000 || !/\s|>/.test(value) || !/registries\.ya?ml/.test(value)) continue;
    for (const command of readShell(value)) {
      if (command.heredocs.length > 0 || isPrinting(value, command)) continue;
      const found = find({ text: value, variables }, command, depth + 1);
      if (found === undefined) continue;
      // Places in a string are not those of the script.
      const { redirect: _redirect, ...known } = found;
      return { ...known, append: found.append && words[index], isInString: true };
    }
  }
  return undefined;
}

/** True if a command writes a text of its own, and not its input. */
function isPrinting(text: string, { words }: ShellCommand): boolean {
  return words.slice(0, 3).some((word) => /^(?:.*\/)?(?:echo|printf)$/.test(wordValue(text, word)));
}

/** Which product reads a file that a script writes. */
export function readerOf(path: string | undefined, script: string): "k3s" | "rke2" | "k3d" {
  const reader = path === undefined ? undefined : readerAt(path);
  if (reader !== undefined) return reader;
  const named = /rancher\/(k3s|rke2)\/registries\.ya?ml/.exec(script)?.[1];
  if (named !== undefined) return named === "rke2" ? "rke2" : "k3s";
  return /--registry-config\b/.test(script) && /\bk3d\b/.test(script) ? "k3d" : "k3s";
}
