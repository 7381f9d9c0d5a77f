import type { Span } from "../text/span.ts";
import { type Failures, someFailures } from "./dialects/failures.ts";
import { hclCommentEnd, hclHeredocAt, hclStringEnd } from "./dialects/hclSyntax.ts";
import { nestingTrims } from "./hclIndentation.ts";
import { hclHeredocLayer, hclStringLayer } from "./hclLayers.ts";
import type { Layer } from "./layer.ts";
import { looksCarried, looksLikeRegistries } from "./look.ts";
import { readerAt } from "./nodePath.ts";
import type { Region } from "./region.ts";
import { type Found, inDialect, type Scope, within } from "./scan.ts";
import { kindOf } from "./yamlScan.ts";

/**
 * Finds the strings of a Terraform file that are a registries.yaml, and those that may be another carrier. Nothing but
 * strings, names and brackets is read of the language.
 */
export function* terraformRegions(scope: Scope): Iterable<Found> {
  for (const string of stringsIn(scope.text)) {
    const name = string.names.join(".");
    const inner = inDialect(within(scope, string.layer), "terraform");
    const reader = readerOf(string, inner.text);
    if (reader === undefined) {
      if (looksCarried(inner.text))
        yield { inner: { ...inner, names: [...scope.names, name] }, kind: kindOf(inner.text) };
      continue;
    }
    const { layers, structural } = inner;
    const at = outerSpan(string.at, scope);
    const trims = string.trims.map((start) => outerSpan({ start, end: start + 1 }, scope));
    yield {
      region: {
        carrier: "terraform",
        name: [...scope.names, name].join(" > "),
        reader,
        facts: { at, ...(trims.length > 0 ? { nestingTrims: trims } : {}) },
        layers,
        structural,
      },
    };
  }
}

function outerSpan(span: Span, { layers }: Scope): Span {
  return layers.reduceRight((inner, layer) => layer.outerSpan(inner), span);
}

/**
 * `k3s_registries` of kube-hetzner, a string beside the path of the file, and what is called registries and looks so:
 * https://github.com/kube-hetzner/terraform-hcloud-kube-hetzner/blob/ee1b6ba/docs/terraform.md.
 */
function readerOf({ names, beside, layer }: HclString, text: string): Region["reader"] | undefined {
  if (!layer.text.includes("\n")) return undefined;
  const key = names.at(-1);
  if (key === "k3s_registries") return "k3s";
  if (contentKeys.has(key ?? ""))
    for (const value of beside) {
      const reader = readerAt(value);
      if (reader !== undefined) return reader;
    }
  const isNamed = names.some((name) => /registr(?:y|ies)/i.test(name)) || beside.some((value) => isFileName(value));
  if (!isNamed || !looksLikeRegistries(text)) return undefined;
  return [...names, ...beside].some((name) => /rke2/i.test(name)) ? "rke2" : "k3s";
}

/** The attributes of a string that is written to the path beside it: of `local_file`, `provisioner "file"`, cloud-init. */
const contentKeys: ReadonlySet<string> = new Set(["content", "contents", "text", "data", "value"]);

function isFileName(value: string): boolean {
  return /(?:^|\/)registries\.ya?ml$/.test(value);
}

/** A string of more than one line. */
interface HclString {
  /** The names that lead to it: those of blocks and attributes. */
  readonly names: readonly string[];
  /** Its attribute, or the string if it has none. */
  readonly at: Span;
  readonly layer: Layer;
  /** Where a `~` changes what its lines are nested under. */
  readonly trims: readonly number[];
  /** The strings on one line that are the values of other attributes in the same block or object. */
  readonly beside: readonly string[];
}

/** What is between two brackets, or all of the file. Lists and calls are part of the block that they are in. */
interface Block {
  readonly isBody: boolean;
  readonly names: readonly string[];
  readonly strings: Omit<HclString, "beside">[];
  readonly values: string[];
  /** The attribute whose value is being read. */
  attribute: Word | undefined;
}

interface Word extends Span {
  readonly text: string;
}

interface State {
  readonly text: string;
  readonly failures: Failures;
  readonly blocks: Block[];
  /** The names and strings since the last other character. */
  words: Word[];
}

const word = /[\p{L}_][\p{L}\p{N}_-]{0,200}/uy;

function* stringsIn(text: string): Iterable<HclString> {
  const state: State = { text, failures: someFailures(), blocks: [bodyOf([])], words: [] };
  for (let at = 0; at < text.length; ) {
    word.lastIndex = at;
    const found = word.exec(text)?.[0];
    if (found !== undefined) {
      state.words.push({ start: at, end: at + found.length, text: found });
      at += found.length;
      continue;
    }
    const end = hclCommentEnd(text, at) ?? afterHeredoc(state, at) ?? afterString(state, at);
    if (end === undefined) yield* passed(state, at);
    at = end ?? at + 1;
  }
  while (state.blocks.length > 0) yield* endedBlock(state);
}

function bodyOf(names: readonly string[]): Block {
  return { isBody: true, names, strings: [], values: [], attribute: undefined };
}

function afterHeredoc({ text, failures, blocks }: State, at: number): number | undefined {
  const heredoc = hclHeredocAt(text, at, failures);
  if (heredoc === undefined) return undefined;
  add(blocks, { start: at, end: heredoc.body.start - 1 }, hclHeredocLayer(text, heredoc), nestingTrims(text, heredoc));
  return heredoc.end;
}

function afterString({ text, failures, blocks, words }: State, at: number): number | undefined {
  if (text[at] !== '"') return undefined;
  const end = hclStringEnd(text, at + 1, failures);
  // A string that is still being written ends with its line.
  if (end === undefined) return lineEnd(text, at);
  const value = text.slice(at + 1, end - 1);
  const layer = value.includes("\\n") ? hclStringLayer(text, at + 1, end - 1) : undefined;
  const block = blocks.at(-1);
  if (layer !== undefined) add(blocks, { start: at, end }, layer);
  else if (block?.attribute !== undefined) block.values.push(value);
  words.push({ start: at, end, text: value });
  return end;
}

function add(blocks: readonly Block[], at: Span, layer: Layer, trims: readonly number[] = []): void {
  const block = blocks.at(-1);
  const { attribute } = block ?? {};
  block?.strings.push({
    names: [...block.names, ...(attribute ? [attribute.text] : [])],
    at: attribute ?? at,
    layer,
    trims,
  });
}

/** Reads a character that is neither part of a name nor of a string. */
function* passed(state: State, at: number): Iterable<HclString> {
  const { text, blocks, words } = state;
  const char = text[at] ?? "";
  const block = blocks.at(-1);
  if (char === " " || char === "\t" || char === "." || block === undefined) return;
  const { attribute } = block;
  state.words = [];
  if (char === "{")
    blocks.push(bodyOf([...block.names, ...(attribute ? [attribute.text] : words.map((one) => one.text))]));
  else if (char === "[" || char === "(") blocks.push({ ...block, isBody: false });
  else if (/[\]})]/.test(char)) {
    if (blocks.length > 1) yield* endedBlock(state);
  } else if (block.isBody && (char === "\n" || char === ",")) block.attribute = undefined;
  else if (block.isBody && isAssignment(text, at) && (char === "=" || attribute === undefined))
    block.attribute = words.at(-1);
}

function* endedBlock({ blocks }: State): Iterable<HclString> {
  const block = blocks.pop();
  if (block?.isBody) for (const string of block.strings) yield { ...string, beside: block.values };
}

/** True if an attribute ends here, and it is no operator such as `==` or `=>`. */
function isAssignment(text: string, at: number): boolean {
  if (text[at] === ":") return text[at + 1] !== ":" && text[at - 1] !== ":";
  return text[at] === "=" && !/[=<>!]/.test(text[at - 1] ?? "") && !/[=>]/.test(text[at + 1] ?? "");
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline < 0 ? text.length : newline;
}
