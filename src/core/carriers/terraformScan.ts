import type { Span } from "../text/span.ts";
import { counted, deepestExpression, type Failures, someFailures } from "./dialects/failures.ts";
import { hclCommentEnd, hclHeredocAt, hclStringEnd } from "./dialects/hclSyntax.ts";
import { nestingTrims } from "./hclIndentation.ts";
import { hclHeredocLayer, hclStringLayer } from "./hclLayers.ts";
import { type HclReader, hclBody, hclObject } from "./hclValues.ts";
import type { Layer } from "./layer.ts";
import { looksCarried, looksLikeRegistries } from "./look.ts";
import { readerAt } from "./nodePath.ts";
import type { Placeholders } from "./placeholders.ts";
import { clusterRegistries } from "./rancher2.ts";
import type { FoundRegion, Region } from "./region.ts";
import { type Found, inDialect, type Scope, within } from "./scan.ts";
import type { SchemaFault } from "./schemaFault.ts";
import { whollyStructural } from "./structure.ts";
import { translatedLayer } from "./translatedLayer.ts";
import { kindOf } from "./yamlScan.ts";

/**
 * Finds the strings of a Terraform file that are a registries.yaml, and those that may be another carrier. Nothing but
 * strings, names and brackets is read of the language.
 */
export function* terraformRegions(scope: Scope): Iterable<Found> {
  for (const string of stringsIn(scope)) {
    const name = string.names.join(".");
    if (string.made !== undefined) {
      const region = madeRegion(string, string.made, scope);
      if (region !== undefined) yield { region };
      continue;
    }
    const inner = inDialect(within(scope, string.layer), "terraform");
    const reader = readerOf(string, inner.text);
    if (reader === undefined) {
      if (looksCarried(inner.text))
        yield { inner: { ...inner, names: [...scope.names, name] }, kind: kindOf(inner.text) };
      continue;
    }
    const { layers, structure } = inner;
    const at = outerSpan(string.at, scope);
    const trims = string.trims.map((start) => outerSpan({ start, end: start + 1 }, scope));
    yield {
      region: {
        carrier: "terraform",
        name: [...scope.names, name].join(" > "),
        reader,
        facts: { at, ...(trims.length > 0 ? { nestingTrims: trims } : {}) },
        layers,
        structure,
      },
    };
  }
}

/** A registries.yaml that Terraform makes of values. */
function madeRegion(string: HclString, made: Made, scope: Scope): FoundRegion | undefined {
  const { translated, numbers, structural } = made;
  const reader = made.reader ?? readerOf(string, string.layer.text);
  if (reader === undefined) return undefined;
  const inner = within(scope, string.layer);
  const { layers, structure } = structural ? whollyStructural(inner) : inner;
  const outer = <S extends Span>(span: S): S => ({ ...span, ...outerSpan(span, scope) });
  return {
    carrier: "terraform",
    name: [...scope.names, string.names.join(".")].join(" > "),
    reader,
    facts: {
      at: outerSpan(string.at, scope),
      native: true,
      ...(numbers.length > 0 ? { numbers: numbers.map(outer) } : {}),
      ...(translated && { translated: translated.map(outer) }),
    },
    layers,
    structure,
  };
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
  /** Set if Terraform generates the text from values, instead of a string. */
  readonly made?: Made;
}

interface Made extends Pick<HclReader, "numbers" | "structural"> {
  /** Set if a resource says what reads it. */
  readonly reader?: Region["reader"];
  /** What is wrong in settings of another form. */
  readonly translated?: readonly SchemaFault[];
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
  readonly placeholders: Placeholders;
  readonly failures: Failures;
  readonly blocks: Block[];
  /** The names and strings since the last other character. */
  words: Word[];
  /** Up to where the calls around this place were read already. */
  readUntil: readonly number[];
}

const word = /[\p{L}_][\p{L}\p{N}_-]{0,200}/uy;

function* stringsIn({ text, placeholders }: Scope): Iterable<HclString> {
  const state: State = { text, placeholders, failures: someFailures(), blocks: [bodyOf([])], words: [], readUntil: [] };
  for (let at = 0; at < text.length; ) {
    word.lastIndex = at;
    const found = word.exec(text)?.[0];
    if (found !== undefined) {
      state.words.push({ start: at, end: at + found.length, text: found });
      if (/^(?:yaml|json)encode$/.test(found)) addEncoded(state, at, at + found.length);
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
  const layer = /\\n|\b(?:echo|printf)\s/.test(value) ? hclStringLayer(text, at + 1, end - 1) : undefined;
  const block = blocks.at(-1);
  if (layer !== undefined) add(blocks, { start: at, end }, layer);
  else if (block?.attribute !== undefined) block.values.push(value);
  words.push({ start: at, end, text: value });
  return end;
}

/** Adds what `yamlencode({ … })` gives, if its argument is written out. */
function addEncoded(state: State, start: number, end: number): void {
  const { text, blocks } = state;
  const around = state.readUntil.filter((last) => start < last);
  const open = /^\s{0,100}\(\s{0,1000}(?=\{)/.exec(text.slice(end, end + 1200))?.[0].length;
  // One in another is read again, but not often.
  if (open === undefined || around.length > 1) return;
  const reader = readerIn(state);
  const object = counted(state.failures, () => hclObject(reader, end + open));
  state.readUntil = [...around, object?.end ?? 0];
  // If all is computed, nothing of it is written here.
  if (
    !object?.read.entries.some(({ value }) => value?.kind === "map") ||
    !/^\s{0,1000}\)/.test(text.slice(object.end, object.end + 1001))
  )
    return;
  const layer = translatedLayer(object.read, { start: end + open, end: object.end }, text);
  add(blocks, { start, end }, layer, [], reader);
}

function readerIn({ text, failures, placeholders }: State): HclReader {
  return { text, failures, placeholders, numbers: [], structural: false };
}

/** Adds what Rancher writes for the block `registries` of a cluster. */
function addCluster(state: State, { names }: Block, at: number): void {
  const reader = readerIn(state);
  const body = counted(state.failures, () => hclBody(reader, at + 1));
  const made = body && clusterRegistries(body.read, state.text, state.placeholders, { start: at, end: body.end });
  if (made === undefined) return;
  const isK3s = state.blocks.some(({ values }) => values.some((value) => /\+k3s\d/.test(value)));
  const own = { names, at: state.words[0] ?? { start: at, end: at + 1 }, layer: made.layer, trims: [] };
  const { numbers, structural } = reader;
  const facts: Made = { numbers, structural, reader: isK3s ? "k3s" : "rke2", translated: made.faults };
  state.blocks.at(-1)?.strings.push({ ...own, made: facts });
}

/** True for the names of `resource "rancher2_cluster_v2" "…" { rke_config { registries {`. */
function isClusterRegistries([type, resource, , ...block]: readonly string[]): boolean {
  return type === "resource" && resource === "rancher2_cluster_v2" && block.join(".") === "rke_config.registries";
}

function add(blocks: readonly Block[], at: Span, layer: Layer, trims: readonly number[] = [], made?: Made): void {
  const block = blocks.at(-1);
  const { attribute } = block ?? {};
  block?.strings.push({
    names: [...block.names, ...(attribute ? [attribute.text] : [])],
    at: attribute ?? at,
    layer,
    trims,
    ...(made && { made }),
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
  if (char === "{") {
    const own = attribute ? [attribute.text] : words.slice(0, 40).map((one) => one.text.slice(0, 300));
    // Real files are not nested deeper, but a hostile one may have many opening braces.
    const inner = bodyOf(blocks.length > deepestExpression ? block.names : [...block.names, ...own]);
    if (blocks.length < 10 && isClusterRegistries(inner.names)) addCluster({ ...state, words }, inner, at);
    blocks.push(inner);
  } else if (char === "[" || char === "(") blocks.push({ ...block, isBody: false });
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
