import type { Span, TextEdit } from "../text/span.ts";
import { heredocLayer } from "./heredocLayer.ts";
import type { Heredoc } from "./heredocs.ts";
import { hasSection, looksCarried, looksLikeRegistries } from "./look.ts";
import { readerAt } from "./nodePath.ts";
import type { CarrierFacts, FoundRegion, ShellFacts } from "./region.ts";
import { type Found, inDialect, type Scope, within, withinRead } from "./scan.ts";
import { type Redirect, readShell, type ShellCommand, type Word, wordValue } from "./shellCommands.ts";
import { assignedPaths, readerOf, type ShellTarget, targetOf } from "./shellTargets.ts";
import { echoedLayer, printedLayer, wordsLayer } from "./shellWords.ts";
import { whollyStructural } from "./structure.ts";
import { writtenFileMark } from "./writtenFile.ts";
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
    namesFile: writtenFileMark.test(scope.text),
    echo: echoOf(scope),
  };
  const writes: Write[] = [];
  let number = 0;
  const commands = readShell(scope.text);
  const known = { text: scope.text, variables: assignedPaths(scope.text, commands) };
  for (const command of commands) {
    const target = targetOf(known, command);
    for (const heredoc of command.heredocs) {
      const name = `here-document ${++number}`;
      const inner = heredocScope(script, command, heredoc, target);
      const found = inner && regionIn(script, inner, name, target, heredocFacts(script, command, heredoc, target));
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
  const read = heredoc.quoted ? raw : inDialect(raw, isDocker ? "docker" : "heredoc");
  const filtered = target?.filter === "variables" ? inDialect(read, "environment") : read;
  if (target?.filter === "unknown") return whollyStructural(inDialect(filtered, "marks"));
  return hasUnevenTabs(scope.text, heredoc) ? whollyStructural(filtered) : filtered;
}

/** True if lines lose different numbers of tabs, and with them how they are nested: no spaces after them say it. */
function hasUnevenTabs(text: string, { strip, body }: Heredoc): boolean {
  if (strip !== "tabs" || /^\t* /m.test(text.slice(body.start, body.end))) return false;
  const counts = tabsOf(text.slice(body.start, body.end)).map(({ count }) => count);
  return counts.some((count) => count !== counts[0]);
}

/** Edits that indent with spaces those lines that have more tabs than others. */
function spacesForTabs(text: string, { body }: Heredoc): readonly TextEdit[] {
  const lines = tabsOf(text.slice(body.start, body.end));
  const least = lines.reduce((count, line) => Math.min(count, line.count), Number.POSITIVE_INFINITY);
  return lines
    .filter(({ count }) => count > least)
    .map(({ start, count }) => ({
      start: body.start + start + least,
      end: body.start + start + count,
      text: "  ".repeat(count - least),
    }));
}

/** How many tabs each line starts with that is not empty. */
function tabsOf(lines: string): readonly { readonly start: number; readonly count: number }[] {
  return [...lines.matchAll(/^\t*(?=[^\t\r\n])/gm)].map(({ index, 0: tabs }) => ({ start: index, count: tabs.length }));
}

function heredocFacts(
  script: Script,
  command: ShellCommand,
  heredoc: Heredoc,
  target: ShellTarget | undefined,
): CarrierFacts {
  const { scope } = script;
  const { operator, falseEnd } = heredoc;
  const spaces = hasUnevenTabs(scope.text, heredoc) ? outerEdits(scope, spacesForTabs(scope.text, heredoc)) : undefined;
  const shell: ShellFacts = {
    ...writingFacts(script, command, target),
    ...(falseEnd && {
      falseEnd: { ...outerSpan(scope, falseEnd), delimiter: scope.text.slice(falseEnd.start, falseEnd.end).trim() },
    }),
    ...(spaces && { spacesForTabs: spaces }),
  };
  return {
    at: outerSpan(scope, operator),
    ...(target?.append && { append: outerSpan(scope, target.append) }),
    ...(Object.keys(shell).length > 0 && { shell }),
  };
}

/** What is unusual in how a command writes a file. */
function writingFacts({ scope }: Script, command: ShellCommand, target: ShellTarget | undefined): ShellFacts {
  const { text } = scope;
  const redirect = target?.redirect;
  const replace =
    target === undefined || target.isInString ? undefined : outerEdits(scope, replacingEdits(text, target));
  const programs = command.words.slice(0, 2).map((word) => wordValue(text, word));
  const isUnderSudo = redirect !== undefined && command.redirects.includes(redirect) && programs[0] === "sudo";
  const fix = isUnderSudo && programs[1] === "cat" ? outerEdits(scope, teeEdits(command, redirect, target)) : undefined;
  return {
    ...(replace && replace.length > 0 && { replace }),
    ...(isUnderSudo && { sudo: { ...outerSpan(scope, redirect.operator), ...(fix && { fix }) } }),
  };
}

function replacingEdits(text: string, { append, redirect }: ShellTarget): readonly TextEdit[] {
  if (append === undefined) return [];
  if (redirect !== undefined) return [{ start: append.end - 1, end: append.end, text: "" }];
  if (text.slice(append.start, append.end) !== "-a" || !/[ \t]/.test(text[append.start - 1] ?? "")) return [];
  return [{ start: append.start - 1, end: append.end, text: "" }];
}

/** `sudo cat > FILE` as `sudo tee FILE > /dev/null`. */
function teeEdits(
  { words }: ShellCommand,
  { operator, target }: Redirect,
  written: ShellTarget | undefined,
): TextEdit[] {
  const [, cat] = words;
  if (cat === undefined || words.length > 2 || target === undefined || operator.start < cat.end) return [];
  return [
    { start: cat.start, end: cat.end, text: written?.append === undefined ? "tee" : "tee -a" },
    { start: operator.start, end: target.start, text: "" },
    { start: target.end, end: target.end, text: " >/dev/null" },
  ];
}

function outerEdits({ layers }: Scope, edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
  return layers.reduceRight<readonly TextEdit[] | undefined>((inner, layer) => inner && layer.outerEdits(inner), edits);
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
    structure: inner.structure,
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
  const format = inner.echo === "literal" && !inner.scope.text.includes("\n") ? "%b" : "%s";
  const isPlain = inner.echo !== undefined && inner.echo !== "asked" && inner.words === 1;
  const printf = isPlain
    ? outerEdits(scope, [{ start: word.start, end: word.end, text: `printf '${format}\\n'` }])
    : undefined;
  const facts: CarrierFacts = {
    at: outerSpan(scope, word),
    ...(target.append && { append: outerSpan(scope, target.append) }),
    shell: {
      ...writingFacts(script, command, target),
      ...(inner.echo && { echo: inner.echo }),
      ...(printf && { printf }),
    },
  };
  return regionIn(script, inner.scope, name, target, facts);
}

interface Printed {
  readonly scope: Scope;
  readonly echo?: NonNullable<ShellFacts["echo"]>;
  /** How many words are printed, and those before them; set for `echo` alone. */
  readonly words?: number;
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
  if (!hasEscape)
    return { scope: echo === "literal" ? words : printedScope(words, echo === "escapes" ? "echo" : "echoed") };
  const isRead = options.includes("e") ? true : echo === "unknown" ? !words.text.includes("\n") : echo === "escapes";
  return {
    scope: isRead ? printedScope(words, "echo") : words,
    echo: options.includes("e") ? "asked" : echo,
    words: command.words.length - at - 1,
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
  return withinRead(scope, read);
}

function printedScope(scope: Scope, command: "echo" | "echoed" | "printf"): Scope {
  const { text, placeholders } = scope;
  const read = command === "echoed" ? echoedLayer(text, placeholders) : printedLayer(text, command, placeholders);
  return withinRead(scope, read);
}

/** Strings over several lines: what a variable contains, and scripts and files that another command gets. */
function* stringsIn(script: Script, command: ShellCommand): Iterable<Found> {
  const { scope } = script;
  const strings = command.redirects.flatMap(({ operator, target }) =>
    target && scope.text.startsWith("<<<", operator.start) ? [target] : [],
  );
  for (const word of [...command.words, ...strings]) {
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
