import type { Span } from "../text/span.ts";
import { heredocLayer } from "./heredocLayer.ts";
import type { Heredoc } from "./heredocs.ts";
import { hasSection, looksCarried, looksLikeRegistries } from "./look.ts";
import { readerAt } from "./nodePath.ts";
import type { CarrierFacts, FoundRegion } from "./region.ts";
import { type Found, inDialect, type Scope, within } from "./scan.ts";
import { readShell, type ShellCommand, type Word, wordValue } from "./shellCommands.ts";
import { assignedPaths, readerOf, type ShellTarget, targetOf } from "./shellTargets.ts";
import { printedLayer, wordsLayer } from "./shellWords.ts";
import { kindOf } from "./yamlScan.ts";

/** A script, and what is known of it as a whole. */
interface Script {
  readonly scope: Scope;
  /** True if it names the file of a node. */
  readonly namesFile: boolean;
  /** What `echo` makes of a backslash: the shells of `#!/bin/sh` and of Docker read escapes, bash does not. */
  readonly echo: "escapes" | "literal" | "unknown";
}

/** Something that a script writes to a registries.yaml. */
interface Write {
  readonly target: ShellTarget;
  readonly found: FoundRegion | undefined;
}

/**
 * Finds what a script writes to a registries.yaml: here-documents, and strings of `echo`, `printf` and variables. A string or
 * here-document that is something else may be a script, or another carrier.
 */
export function* shellRegions(scope: Scope): Iterable<Found> {
  const script: Script = {
    scope,
    namesFile: /rancher\/(?:k3s|rke2)\/registries\.ya?ml/.test(scope.text),
    echo: echoOf(scope),
  };
  const writes: Write[] = [];
  let number = 0;
  const commands = readShell(scope.text);
  const variables = assignedPaths(scope.text, commands);
  for (const command of commands) {
    const target = targetOf({ text: scope.text, variables }, command);
    for (const heredoc of command.heredocs) {
      const name = `here-document ${++number}`;
      const inner = heredocScope(script, command, heredoc, target);
      const found = inner && regionIn(script, inner, name, target, heredocFacts(script, heredoc, target));
      if (target !== undefined && readerAt(target.path) !== undefined) writes.push({ target, found });
      else if (target !== undefined && found !== undefined) writes.push({ target, found });
      else if (found !== undefined) yield { region: found };
      else if (inner !== undefined)
        yield { inner: { ...inner, names: [...inner.names, name] }, kind: kindOf(inner.text) };
    }
    if (command.heredocs.length === 0 && target !== undefined) {
      const printed = printedRegion(script, command, target);
      if (printed !== "not printed") {
        writes.push({ target, found: printed });
        continue;
      }
    }
    yield* stringsIn(script, command);
  }
  yield* regionsOf(writes);
}

/** Where several commands write one file, each writes a part of it if one adds to it. */
function* regionsOf(writes: readonly Write[]): Iterable<Found> {
  const added = new Set(writes.flatMap(({ target: { path, append } }) => (append === undefined ? [] : [path])));
  const count = new Map<string, number>();
  for (const { target } of writes) count.set(target.path, (count.get(target.path) ?? 0) + 1);
  for (const { target, found } of writes) {
    if (found === undefined) continue;
    const isPart = added.has(target.path) && (count.get(target.path) ?? 0) > 1;
    yield { region: isPart ? { ...found, facts: { ...found.facts, fragment: true } } : found };
  }
}

function heredocScope(
  { scope }: Script,
  command: ShellCommand,
  heredoc: Heredoc,
  target: ShellTarget | undefined,
): Scope | undefined {
  // Nothing is known of the end of one that is not closed, but where its end is meant.
  if (!heredoc.closed && heredoc.falseEnd === undefined) return undefined;
  const raw = within(scope, heredocLayer(scope.text, heredoc));
  const isDocker = /^(?:COPY|ADD)$/i.test(
    command.words[0] === undefined ? "" : wordValue(scope.text, command.words[0]),
  );
  const read = heredoc.quoted ? raw : inDialect(raw, isDocker ? "environment" : "heredoc");
  const filtered = target?.filter === "variables" ? inDialect(read, "environment") : read;
  if (target?.filter === "unknown") return { ...inDialect(filtered, "marks"), structural: true };
  return hasUnevenTabs(scope.text, heredoc) ? { ...filtered, structural: true } : filtered;
}

/** True if lines lose different numbers of tabs, and with them how they are nested. */
export function hasUnevenTabs(text: string, { strip, body }: Pick<Heredoc, "strip" | "body">): boolean {
  if (strip !== "tabs") return false;
  const counts = new Set<number>();
  for (const [tabs] of text.slice(body.start, body.end).matchAll(/^\t*(?=[^\t\r\n])/gm)) counts.add(tabs.length);
  return counts.size > 1;
}

function heredocFacts({ scope }: Script, heredoc: Heredoc, target: ShellTarget | undefined): CarrierFacts {
  const { operator, falseEnd, quoted } = heredoc;
  return {
    at: outerSpan(scope, operator),
    ...(target?.append && { append: outerSpan(scope, target.append) }),
    ...(falseEnd && { falseEnd: outerSpan(scope, falseEnd) }),
    ...(quoted ? {} : { expands: true }),
    ...(hasUnevenTabs(scope.text, heredoc) ? { unevenTabs: true } : {}),
  };
}

/** Makes a region of a text if it is one. */
function regionIn(
  { scope, namesFile }: Script,
  inner: Scope,
  name: string,
  target: ShellTarget | undefined,
  facts: CarrierFacts,
): FoundRegion | undefined {
  if (target?.filter === "unreadable" || isOnlyExpression(inner)) return undefined;
  const isNamed = target !== undefined && readerAt(target.path) !== undefined;
  const isOurs =
    isNamed || ((target !== undefined || namesFile || isForK3d(scope.text)) && looksLikeRegistries(inner.text));
  if (!isOurs) return undefined;
  return {
    carrier: "shell",
    name: [...scope.names, name].join(" > "),
    reader: readerOf(target?.path, scope.text),
    facts,
    layers: inner.layers,
    structural: inner.structural,
  };
}

function isForK3d(text: string): boolean {
  return /--registry-config\b/.test(text) && /\bk3d\b/.test(text);
}

/** True if nothing of a text is known here: there is none, or it is one variable. */
function isOnlyExpression({ text }: Scope): boolean {
  return text.replace(/[\ufdd0-\ufdef]+/g, "").trim() === "";
}

/** The text that `echo` or `printf` writes to a file; "not printed" if the command is another one. */
function printedRegion(
  script: Script,
  command: ShellCommand,
  target: ShellTarget,
): FoundRegion | undefined | "not printed" {
  const { scope } = script;
  const values = command.words.map((word) => wordValue(scope.text, word));
  const index = values.findIndex((value) => /^[@+-]*(?:\/usr)?(?:\/bin\/)?(?:echo|printf)$/.test(value));
  const name = values[index]?.endsWith("printf") ? "printf" : "echo";
  if (index < 0) return "not printed";
  const inner =
    name === "echo" ? echoScope(script, command, values, index) : printfScope(script, command, values, index);
  const word = command.words[index];
  if (inner === undefined || word === undefined || !hasSection(inner.scope.text)) return undefined;
  const facts: CarrierFacts = {
    at: outerSpan(scope, word),
    ...(target.append && { append: outerSpan(scope, target.append) }),
    ...(inner.echo && { echo: inner.echo }),
  };
  return regionIn(script, inner.scope, name, target, facts);
}

interface Printed {
  readonly scope: Scope;
  readonly echo?: NonNullable<CarrierFacts["echo"]>;
}

function echoScope(
  { scope, echo }: Script,
  command: ShellCommand,
  values: readonly string[],
  at: number,
): Printed | undefined {
  let first = at + 1;
  while (/^-[neE]+$/.test(values[first] ?? "")) first++;
  const options = values.slice(at + 1, first).join("");
  const words = wordsScope(scope, command.words.slice(first), " ");
  if (words === undefined) return undefined;
  const hasEscape = /\\(?:0[0-7]|[ntrabcefv\\])/.test(words.text);
  if (!hasEscape) return { scope: words };
  const isRead = options.includes("e") ? true : echo === "unknown" ? !words.text.includes("\n") : echo === "escapes";
  return {
    scope: isRead ? printedScope(words, "echo") : words,
    echo: options.includes("e") ? "asked" : echo,
  };
}

function printfScope(
  { scope }: Script,
  command: ShellCommand,
  values: readonly string[],
  at: number,
): Printed | undefined {
  const first = values[at + 1] === "--" ? at + 2 : at + 1;
  const format = values[first] ?? "";
  if (!/^%[sb](?:\\n)?$/.test(format)) {
    const words = wordsScope(scope, command.words.slice(first, first + 1), " ");
    return words && { scope: printedScope(words, "printf") };
  }
  const words = wordsScope(scope, command.words.slice(first + 1), format.length > 2 ? "\n" : "");
  if (words === undefined) return undefined;
  return { scope: format.startsWith("%b") ? printedScope(words, "echo") : words };
}

function wordsScope(scope: Scope, words: readonly Word[], joint: string): Scope | undefined {
  const read = wordsLayer(scope.text, words, scope.placeholders, joint);
  if (read === undefined) return undefined;
  const inner = within(scope, read.layer);
  return read.structural ? { ...inner, structural: true } : inner;
}

function printedScope(scope: Scope, command: "echo" | "printf"): Scope {
  const read = printedLayer(scope.text, command, scope.placeholders);
  if (read === undefined) return scope;
  const inner = within(scope, read.layer);
  return read.structural ? { ...inner, structural: true } : inner;
}

/** Strings over several lines: what a variable contains, and scripts and files that another command gets. */
function* stringsIn(script: Script, command: ShellCommand): Iterable<Found> {
  const { scope } = script;
  for (const word of command.words) {
    const quoted = word.parts.find(({ quoting }) => quoting !== "none");
    if (quoted === undefined || !scope.text.slice(word.start, word.end).includes("\n")) continue;
    const written = scope.text.slice(word.start, word.end);
    if (!looksCarried(written) && !/\b(?:mirrors|configs)["']?[ \t]{0,9}:/.test(written)) continue;
    const [assigned] = /^[A-Za-z_]\w*(?==)/.exec(written) ?? [];
    const value = assigned === undefined ? word : withoutName(scope.text, word, assigned.length + 1);
    const inner = wordsScope(scope, [value], "");
    if (inner === undefined) continue;
    const name = assigned ?? "string";
    const found = regionIn(script, inner, name, undefined, {
      at: outerSpan(scope, { start: word.start, end: quoted.start }),
    });
    if (found !== undefined) yield { region: found };
    else if (looksCarried(inner.text))
      yield { inner: { ...inner, names: [...inner.names, name] }, kind: kindOf(inner.text) };
  }
}

/** What is assigned to a variable, without its name and `=`. */
function withoutName(text: string, { start, end, parts }: Word, length: number): Word {
  const from = start + length;
  const kept = parts.flatMap((part) =>
    part.quoting !== "none" ? [part] : part.end > from ? [{ ...part, start: Math.max(part.start, from) }] : [],
  );
  return {
    start: from,
    end,
    parts: kept.filter((part) => part.quoting !== "none" || text.slice(part.start, part.end) !== ""),
  };
}

function outerSpan({ layers }: Scope, { start, end }: Span): Span {
  return layers.reduceRight<Span>((inner, layer) => layer.outerSpan(inner), { start, end });
}

function echoOf({ text, path, depth }: Scope): Script["echo"] {
  const first = /^\s{0,9}#!([^\n]{0,200})/.exec(text)?.[1];
  if (first !== undefined) return /\b(?:bash|zsh|ksh)\b/.test(first) ? "literal" : "escapes";
  if (depth === 0 && /(?:^|\/)(?:Dockerfile|Containerfile)[^/]*$|\.dockerfile$/i.test(path)) return "escapes";
  return depth === 0 && path.endsWith(".bash") ? "literal" : "unknown";
}
