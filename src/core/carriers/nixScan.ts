import type { Span } from "../text/span.ts";
import { deepestExpression, type Failures, someFailures } from "./dialects/failures.ts";
import { nixCommentEnd, nixNameEnd, nixStringEnd } from "./dialects/nixSyntax.ts";
import type { Layer } from "./layer.ts";
import { looksCarried } from "./look.ts";
import { indentedLayer, quotedLayer } from "./nixLayers.ts";
import { readerAt } from "./nodePath.ts";
import type { Region } from "./region.ts";
import { type Found, inDialect, type Scope, within } from "./scan.ts";
import { kindOf, pathName } from "./yamlScan.ts";

/**
 * Finds the strings of a Nix file that NixOS writes to a registries.yaml, the files that it copies there, and strings that may
 * be another carrier. Nothing but strings, attributes and brackets is read of the language.
 *
 * https://search.nixos.org/options?query=environment.etc
 */
export function* nixRegions(scope: Scope): Iterable<Found> {
  const { text } = scope;
  const bindings = [...bindingsIn(text)];
  const targets = new Map<string, string>();
  for (const { path, value } of bindings)
    if (/^(?:target|path)$/.test(path.at(-1) ?? "") && value?.kind === "string")
      targets.set(parentOf(path), text.slice(value.start + 1, value.end - 1));
  for (const { path, strings, value, at } of bindings) {
    const reader = readerAt(path.at(-2) ?? "") ?? readerAt(targets.get(parentOf(path)) ?? "");
    const span = outerSpan(at, scope);
    if (reader !== undefined && value?.kind === "path" && path.at(-1) === "source")
      yield { link: { span: outerSpan(value, scope), path: text.slice(value.start, value.end), reader, base: "file" } };
    for (const string of strings) {
      const isWritten = value === string && reader !== undefined && /^(?:text|content|source)$/.test(path.at(-1) ?? "");
      const found = stringFound(scope, string, path, isWritten ? { reader, at: span } : undefined);
      if (found !== undefined) yield found;
    }
  }
}

function stringFound(
  scope: Scope,
  string: Span,
  path: readonly string[],
  written: { readonly reader: Region["reader"]; readonly at: Span } | undefined,
): Found | undefined {
  const layer = layerOf(scope.text, string);
  if (layer === undefined || !layer.text.includes("\n")) return undefined;
  const isIndented = scope.text[string.start] === "'";
  const inner = isIndented ? inDialect(within(scope, layer), "nix") : within(scope, layer);
  const names = [...scope.names, pathName(path)];
  if (written === undefined)
    return looksCarried(inner.text) ? { inner: { ...inner, names }, kind: kindOf(inner.text) } : undefined;
  const { layers, structure } = inner;
  const { reader, at } = written;
  return { region: { carrier: "nixos", name: names.join(" > "), reader, facts: { at }, layers, structure } };
}

function layerOf(text: string, { start, end }: Span): Layer | undefined {
  return text[start] === "'" ? indentedLayer(text, start, end) : quotedLayer(text, start, end);
}

function outerSpan({ start, end }: Span, { layers }: Scope): Span {
  return layers.reduceRight<Span>((inner, layer) => layer.outerSpan(inner), { start, end });
}

function parentOf(path: readonly string[]): string {
  return JSON.stringify(path.slice(0, -1));
}

/** An attribute with what it is set to. */
interface Binding {
  /** The names that lead to it, from the outermost set on. */
  readonly path: readonly string[];
  /** Where it is written. */
  readonly at: Span;
  /** Its value, if that is one string or path and nothing else. */
  readonly value: Part | undefined;
  /** All strings in its value that are not in a set of their own. */
  readonly strings: readonly Part[];
}

/** A part of an expression; what is in brackets is one. */
interface Part extends Span {
  readonly kind: "name" | "string" | "path" | "group" | "operator";
}

interface Frame {
  readonly bracket: string;
  readonly path: readonly string[];
  /** The parts since the last `;`, of an attribute before its `=` and of its value then. */
  parts: Part[];
  strings: Part[];
  attribute: { readonly names: readonly string[]; readonly at: Span } | undefined;
}

function* bindingsIn(text: string): Iterable<Binding> {
  const frames: Frame[] = [frameOf("", [])];
  const failures = someFailures();
  for (let at = 0; at < text.length; ) {
    const part = partAt(text, at, failures);
    const frame = frames.at(-1) as Frame;
    if (part !== undefined) {
      frame.parts.push(part);
      if (part.kind === "string") frame.strings.push(part);
      at = part.end;
      continue;
    }
    const comment = nixCommentEnd(text, at);
    if (comment === undefined) yield* passed(text, frames, at);
    at = comment ?? at + 1;
  }
  while (frames.length > 0) yield* ended(text, frames.pop() as Frame);
}

function frameOf(bracket: string, path: readonly string[]): Frame {
  return { bracket, path, parts: [], strings: [], attribute: undefined };
}

const pathLiteral = /\.{1,2}\/[\w./+-]{1,300}/y;

function partAt(text: string, start: number, failures: Failures): Part | undefined {
  const char = text[start];
  if (char === '"' || (char === "'" && text[start + 1] === "'")) {
    const end = nixStringEnd(text, start, failures);
    return end === undefined ? undefined : { kind: "string", start, end };
  }
  pathLiteral.lastIndex = start;
  if (char === "." && pathLiteral.test(text)) return { kind: "path", start, end: pathLiteral.lastIndex };
  const end = nixNameEnd(text, start);
  return end === undefined ? undefined : { kind: "name", start, end };
}

/** Reads a character that is neither part of a name nor of a string. */
function* passed(text: string, frames: Frame[], at: number): Iterable<Binding> {
  const char = text[at] ?? "";
  const frame = frames.at(-1) as Frame;
  if (/[\s.\d]/.test(char)) return;
  if (char === "{" || char === "(" || char === "[") {
    // Real files are not nested deeper, but a hostile one may have many opening braces.
    const names = frames.length > deepestExpression ? [] : (frame.attribute?.names ?? []);
    frames.push(frameOf(char, [...frame.path, ...names]));
  } else if (char === "}" || char === ")" || char === "]") {
    if (frames.length === 1) return;
    yield* ended(text, frames.pop() as Frame);
    const start = at;
    frames.at(-1)?.parts.push({ kind: "group", start, end: at + 1 });
  } else if (char === ";") yield* ended(text, frame);
  else if (
    char === "=" &&
    frame.attribute === undefined &&
    !/[=<>!]/.test(text[at - 1] ?? "") &&
    text[at + 1] !== "="
  ) {
    frame.attribute = attributeOf(text, frame.parts);
    frame.parts = [];
    frame.strings = [];
  } else frame.parts.push({ kind: "operator", start: at, end: at + 1 });
}

/** The names of an attribute: `environment.etc."a/b".text`, without words before it such as `let`. */
function attributeOf(text: string, parts: readonly Part[]): Frame["attribute"] {
  let first = parts.length - 1;
  const isJoined = (left: Part, right: Part): boolean => /^\s*\.\s*$/.test(text.slice(left.end, right.start));
  while (
    first > 0 &&
    parts.length - first < deepestExpression &&
    isJoined(parts[first - 1] as Part, parts[first] as Part)
  )
    first--;
  const own = parts.slice(Math.max(0, first));
  const start = own[0]?.start ?? 0;
  const end = own.at(-1)?.end ?? start;
  const names = own.map((part) => text.slice(part.start, Math.min(part.end, part.start + 300)).replace(/^"|"$/g, ""));
  return { names, at: { start, end } };
}

/** Ends an attribute, or what is in brackets. */
function* ended(text: string, frame: Frame): Iterable<Binding> {
  const { attribute, parts, strings, path } = frame;
  const names = [...path, ...(attribute?.names ?? [])];
  const at = attribute?.at ?? strings[0] ?? { start: 0, end: 0 };
  if (attribute !== undefined || strings.length > 0)
    yield { path: names, at, value: attribute && ownValue(text, parts), strings };
  frame.parts = [];
  frame.strings = [];
  frame.attribute = undefined;
}

/** Functions that give their last argument as it is, or a file with it. */
const passing =
  /^(?:lib\.)?mk(?:Force|Default|Override|If|Before|After)\b|^(?:(?:pkgs\.|builtins\.)?(?:writeText|toFile))\b/;

/** The value of an attribute, if it is one string or path, or a function of the module system that gives it. */
function ownValue(text: string, parts: readonly Part[]): Part | undefined {
  const last = parts.at(-1);
  if (last === undefined || (last.kind !== "string" && last.kind !== "path")) return undefined;
  if (parts.length === 1) return last;
  const call = text.slice(parts[0]?.start, last.start);
  return passing.test(call) && parts.every(({ kind }) => kind !== "operator") ? last : undefined;
}
