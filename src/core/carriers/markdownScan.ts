import type { Token } from "./dialect.ts";
import { readTokens } from "./expressions.ts";
import { LayerBuilder } from "./layer.ts";
import { looksLikeRegistries } from "./look.ts";
import { blockLayer } from "./scalarLayer.ts";
import { type Found, type Scope, type ScopeKind, within, withinRead } from "./scan.ts";
import { readerOf } from "./shellTargets.ts";

/** A code block of a document. */
interface Fence {
  /** What follows the opening fence on its line. */
  readonly info: string;
  /** How far the fence is indented. */
  readonly indent: number;
  readonly start: number;
  readonly end: number;
  /** The last line before it that is not empty. */
  readonly before: string;
  /** Where that line and the opening fence are. */
  readonly at: number;
}

const kinds: Readonly<Record<string, ScopeKind>> = {
  "": "shell",
  sh: "shell",
  bash: "shell",
  shell: "shell",
  console: "shell",
  "shell-session": "shell",
  shellsession: "shell",
  terminal: "shell",
  zsh: "shell",
  text: "shell",
  txt: "shell",
  dockerfile: "shell",
  ruby: "ruby",
  rb: "ruby",
  make: "make",
  makefile: "make",
};

const filePath = /registries\.ya?ml\b/;

/**
 * Finds the code blocks of a document with a command that writes a registries.yaml, and those that are one: their first line,
 * their opening fence, or the line before it names the file.
 *
 * Source: https://spec.commonmark.org/0.31.2/#fenced-code-blocks.
 */
export function* markdownRegions(scope: Scope): Iterable<Found> {
  let number = 0;
  for (const fence of fencesIn(scope.text)) {
    const name = `code block ${++number}`;
    const content = scope.text.slice(fence.start, fence.end);
    const isNamed = filePath.test(fence.info) || filePath.test(fence.before) || filePath.test(firstComment(content));
    if (!filePath.test(content) && !isNamed) continue;
    const { indent, start, end } = fence;
    const inner = { ...within(scope, blockLayer(scope.text, start, end, { indent }), name), example: true };
    const language = /^\{?\.?([\w-]*)/.exec(fence.info)?.[1]?.toLowerCase() ?? "";
    if (/^ya?ml$/.test(language) || language === "" || language === "text" || language === "txt")
      if (isNamed && looksLikeRegistries(inner.text)) {
        const { layers, structure } = withinRead(
          inner,
          readTokens(inner.text, elisions(inner.text), { ...scope, dialect: "marks", encode: (written) => written }),
        );
        yield {
          region: {
            carrier: "shell",
            name: inner.names.join(" > "),
            reader: readerOf(undefined, `${fence.info}\n${fence.before}\n${firstComment(content)}`),
            facts: { at: { start: fence.at, end: fence.at + 3 }, example: true },
            layers,
            structure,
          },
        };
        continue;
      }
    // People call YAML with a script in it a script.
    const kind = kinds[language] && /^\s*[\w-]+:[ \t]*\n[ \t-]/.test(inner.text) ? "yaml" : kinds[language];
    if (kind !== undefined) yield { inner: kind === "shell" ? withoutPrompts(inner) : inner, kind };
  }
}

/** What is in place of lines that an example leaves out. */
function* elisions(text: string): Iterable<Token> {
  for (const { index, 0: found } of text.matchAll(/^[ \t]*(?:\.{3}|…)(?=\s*$)/gm))
    yield { kind: "statement", start: index, end: index + found.length };
}

function firstComment(content: string): string {
  return /^\s*(?:#|\/\/)[^\n]{0,300}/.exec(content)?.[0] ?? "";
}

function* fencesIn(text: string): Iterable<Fence> {
  let open: (Omit<Fence, "end"> & { readonly mark: string }) | undefined;
  let before = "";
  for (let lineStart = 0; lineStart < text.length; ) {
    const newline = text.indexOf("\n", lineStart);
    const lineEnd = newline < 0 ? text.length : newline;
    const line = text.slice(lineStart, Math.min(lineEnd, lineStart + 500)).trimEnd();
    const fence = /^[ \t]{0,40}(?:[-*+] |\d{1,3}[.)] )? {0,4}(`{3,100}|~{3,100})/.exec(line);
    const mark = fence?.[1] ?? "";
    const info = line.slice(fence?.[0].length ?? 0).trim();
    if (open === undefined) {
      if (fence !== null && !(mark.startsWith("`") && info.includes("`")))
        open = {
          info,
          indent: line.indexOf(mark),
          start: Math.min(text.length, lineEnd + 1),
          before,
          at: lineStart + line.indexOf(mark),
          mark,
        };
      else if (line.trim() !== "") before = line;
    } else if (fence !== null && info === "" && mark.startsWith(open.mark)) {
      const { mark: _mark, ...found } = open;
      yield { ...found, end: lineStart };
      open = undefined;
      before = "";
    }
    lineStart = lineEnd + 1;
  }
}

const prompt = /^[ \t]{0,40}(?:\[[\w.@~:/ -]{1,60}\]|[\w.@~:/-]{1,60})?[$#%] (?=\S)/;
const sessionPrompt = /^[ \t]{0,40}(?:\[[\w.@~:/ -]{1,60}\]|[\w.@~:/-]{1,60})?\$ (?=\S)/m;
/** Behind `#`, only a command that writes the file makes a prompt of it. */
const rootPrompt = /^[ \t]{0,40}# (?=(?:cat|tee|echo|printf|sudo|install)\b[^\n]{0,500}registries\.ya?ml)/;

/** Takes the prompts before commands off, and those before the lines of a here-document. */
function withoutPrompts(scope: Scope): Scope {
  const { text } = scope;
  const isSession = sessionPrompt.test(text);
  const builder = new LayerBuilder(text);
  let isChanged = false;
  let position = 0;
  let prompted = false;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline + 1;
    const line = text.slice(start, Math.min(end, start + 1000));
    const found: string | undefined = (rootPrompt.exec(line) ??
      (isSession && !/^[ \t]*#/.test(line) ? prompt.exec(line) : null))?.[0];
    // The shell asks for the lines of a here-document with `> `.
    const more: string | undefined = prompted ? /^[ \t]{0,40}>(?: |$)/m.exec(line)?.[0] : undefined;
    const own = found ?? more;
    if (own !== undefined) {
      builder.keep(position, start);
      position = start + own.length;
      isChanged = true;
    }
    prompted = found !== undefined || more !== undefined;
    start = end;
  }
  if (!isChanged) return scope;
  builder.keep(position, text.length);
  // A new line would need a prompt of its own.
  return within(
    scope,
    builder.build({ prefix: "", encode: (written) => (/[\r\n]/.test(written) ? undefined : written) }),
  );
}
