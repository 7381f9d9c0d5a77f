import type { RegistriesFile } from "../file/file.ts";
import { openRegistries } from "../file/openRegistries.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { sourceOf } from "../yaml/source.ts";
import type { Layer } from "./layer.ts";
import type { Expression, Placeholders } from "./placeholders.ts";
import type { SchemaFault } from "./schemaFault.ts";
import { isStructural, type Structure } from "./structure.ts";

/** What carries a registries.yaml; each has a file here of its name. */
export type CarrierId =
  | "k3d"
  | "shell"
  | "cloud-init"
  | "kairos"
  | "butane"
  | "salt"
  | "capi-files"
  | "ansible"
  | "jinja"
  | "terraform"
  | "nixos"
  | "kubernetes"
  | "compose"
  | "hetzner-k3s"
  | "rancher"
  | "capi-rke2"
  | "harvester";

/** A value of a carrier that its tool can't read, since it has another type. */
export interface WrongType {
  /** What it should be. */
  readonly problem: "not-number" | "not-list" | "unknown-encoding";
  readonly key: string;
  readonly at: Span;
  /** Edits of the whole file that give it that type. */
  readonly fix?: readonly TextEdit[];
}

/** What is unusual in how a script writes a text. All spans and edits are of the whole file. */
export interface ShellFacts {
  /** A line that is meant to end the here-document but does not, and what ends it. */
  readonly falseEnd?: Span & { readonly delimiter: string };
  /** Set if lines lose different numbers of leading tabs: edits that indent with spaces instead. */
  readonly spacesForTabs?: readonly TextEdit[];
  /** What `echo` makes of the backslashes in the text; set where there is one that has a meaning. */
  readonly echo?: "asked" | "escapes" | "literal" | "unknown";
  /** Edits that use `printf` for `echo`, so that all shells write the same. */
  readonly printf?: readonly TextEdit[];
  /** Where the output of a command under `sudo` is redirected by the shell outside of it; edits that let `tee` write. */
  readonly sudo?: Span & { readonly fix?: readonly TextEdit[] };
  /** Edits that let the command replace the file instead of adding to it. */
  readonly replace?: readonly TextEdit[];
}

/** What a carrier says of the text besides the text, for rules. All spans are of the whole file. */
export interface CarrierFacts {
  /** The key, path or command by which the text was found: where findings on the whole text are shown. */
  readonly at: Span;
  /** The permissions that the file gets, as they are written. */
  readonly permissions?: Span & { readonly text: string; readonly quoted: boolean };
  /** The permission bits that the tool makes of them, or its default; left out where they are not known. */
  readonly mode?: number;
  /** Edits of the whole file that let only the owner read the file on the node. */
  readonly ownerOnly?: readonly TextEdit[];
  /** What keeps the tool from reading the entry, or what it is in. */
  readonly wrongTypes?: readonly WrongType[];
  /** True if the text is added to what the file contains, so that it is not the whole file. */
  readonly append?: Span;
  /** Each `~` of HCL by which lines after it are nested under others than in the file. */
  readonly nestingTrims?: readonly Span[];
  /** True if it is one piece of several, so that what is missing here may be in another. */
  readonly fragment?: boolean;
  /** What a shell does with the text besides replacing expressions, where it may not be meant. */
  readonly shell?: ShellFacts;
  /** Numbers that the tool writes otherwise, such as `0123`, which is 123. */
  readonly numbers?: readonly Span[];
  /** The variables beside it that are one expression each. The span is that of the expression. */
  readonly variables?: readonly (Span & { readonly name: string; readonly source: string })[];
  /** True if it is a map of the carrier, which its tool serializes again. */
  readonly native?: boolean;
  /** True if the cluster runs with the embedded registry. */
  readonly embedded?: true;
  /** What is there instead of a string, which its tool refuses. */
  readonly notString?: "empty" | "a list" | "a number or a boolean";
  /** True if the tool reads the string as the path of a file, since it has no line feed. */
  readonly oneLine?: boolean;
  /** Edits of the whole file that make a block string of a text that its tool reads in no other form. */
  readonly asBlock?: readonly TextEdit[];
  /** True if the carrier is the whole file, and not in another one that may replace or escape something too. */
  readonly outermost?: boolean;
  /** True if findings are warnings at most, since the text is an example in a document. */
  readonly example?: boolean;
  /** Set if the text is generated from settings of another form: what is wrong in them. */
  readonly translated?: readonly SchemaFault[];
}

/**
 * A registries.yaml in a file: all of it, or a part. Offsets are UTF-16 offsets, of the text of its `file` unless they are
 * called outer.
 */
export interface FileRegion {
  /** `undefined` if it is the whole file. */
  readonly carrier: CarrierId | undefined;
  /** How people name it: the path of its key, or its number among the regions; empty for a whole file. */
  readonly name: string;
  /** What reads the text on the node; `undefined` if the file does not say. */
  readonly reader: "k3s" | "rke2" | "k3d" | undefined;
  readonly file: RegistriesFile;
  /** Where the text is in the whole file, with the empty lines that end its block in YAML and do not arrive. */
  readonly span: Span;
  /** The text as it arrives on the node, with expressions as they are written. */
  readonly arriving: string;
  /** True if a tool generates the text of settings: strings can be edited where they are copied, and nothing else. */
  readonly isGenerated: boolean;
  outerSpan(span: Span): Span;
  /** The offset in the region of an outer one; `undefined` for places outside, the indentation included. */
  innerOffset(outer: number): number | undefined;
  /** The edits of the whole file that do what edits of the region do; `undefined` if that can't be written. */
  outerEdits(edits: readonly TextEdit[]): readonly TextEdit[] | undefined;
  /** A part of the text with expressions as they are written. */
  written(text: string): string;
  /** A sentence about the region with expressions as they are written, but for the values that they have by default. */
  shown(sentence: string): string;
}

/** A registries.yaml inside another file. */
export interface Region extends FileRegion {
  readonly carrier: CarrierId;
  readonly reader: "k3s" | "rke2" | "k3d";
  /** The text as it is read, with placeholders for what the carrier will replace. */
  readonly text: string;
  /** Opens another version of the text, with the same placeholders. */
  open(text: string): RegistriesFile;
  readonly facts: CarrierFacts;
  /** What the carrier will replace. */
  readonly expressions: readonly Expression[];
}

/** A registries.yaml that is a file of its own. */
export function wholeFile(file: RegistriesFile): FileRegion {
  const { text } = file.doc;
  return {
    carrier: undefined,
    name: "",
    reader: undefined,
    file,
    span: { start: 0, end: text.length },
    arriving: text,
    isGenerated: false,
    outerSpan: (span) => span,
    innerOffset: (outer) => outer,
    outerEdits: (edits) => edits,
    written: (text) => text,
    shown: (sentence) => sentence,
  };
}

/** Plain data of a region with the expressions of its carrier as they are shown, in keys too. */
export function withExpressions<T>(value: T, shown: (text: string) => string): T;
export function withExpressions(value: unknown, shown: (text: string) => string): unknown {
  if (typeof value === "string") return shown(value);
  if (Array.isArray(value)) return value.map((item) => withExpressions(item, shown));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [shown(key), withExpressions(item, shown)]));
}

/** What a carrier says of a text that it found. */
export interface FoundRegion extends Pick<Region, "carrier" | "name" | "reader" | "facts"> {
  /** How the text was taken out, from the whole file inwards; at least one. */
  readonly layers: readonly Layer[];
  readonly structure: readonly Structure[];
  /** Set for a block string of YAML, of which empty lines at the end do not arrive: where in the whole file that YAML ends. */
  readonly yamlEnd?: number;
}

/**
 * Makes a region of what was found.
 *
 * @param text the whole file
 */
export function regionOf(found: FoundRegion, text: string, placeholders: Placeholders): Region {
  return new FoundText(found, text, placeholders);
}

class FoundText implements Region {
  readonly carrier: CarrierId;
  readonly name: string;
  readonly reader: Region["reader"];
  readonly facts: CarrierFacts;
  readonly text: string;
  readonly #layers: readonly Layer[];
  readonly #structural: boolean;
  readonly #yamlEnd: number;
  readonly #outerText: string;
  readonly #placeholders: Placeholders;
  #file: RegistriesFile | undefined;
  #expressions: readonly Expression[] | undefined;

  constructor(found: FoundRegion, outerText: string, placeholders: Placeholders) {
    const { carrier, name, reader, facts, layers, structure, yamlEnd = 0 } = found;
    this.carrier = carrier;
    this.name = placeholders.shown(name);
    this.reader = reader;
    this.facts = facts;
    this.text = layers.at(-1)?.text ?? "";
    this.#layers = layers;
    this.#structural = isStructural({ text: this.text, layers, structure }, { start: 0, end: this.text.length });
    this.#placeholders = placeholders;
    this.#yamlEnd = yamlEnd;
    this.#outerText = outerText;
  }

  get file(): RegistriesFile {
    this.#file ??= this.open(this.text);
    return this.#file;
  }

  open(text: string): RegistriesFile {
    const source = sourceOf(text);
    const reader = this.reader === "k3d" ? "k3d" : "k3s";
    if (this.#structural || this.facts.fragment)
      return openRegistries({ ...source, placeholders: "structure" }, reader);
    return openRegistries(this.expressions.length === 0 ? source : { ...source, placeholders: "values" }, reader);
  }

  get isGenerated(): boolean {
    return this.#layers.at(-1)?.isGenerated === true;
  }

  get span(): Span {
    const { start, end } = this.outerSpan({ start: 0, end: this.text.length });
    const empty = /^[ \t\r\n]*\n/.exec(this.#outerText.slice(end, this.#yamlEnd));
    return { start, end: end + (empty?.[0].length ?? 0) };
  }

  get expressions(): readonly Expression[] {
    this.#expressions ??= this.#placeholders.in(this.text);
    return this.#expressions;
  }

  get arriving(): string {
    return this.written(this.text);
  }

  outerSpan(span: Span): Span {
    return this.#layers.reduceRight((inner, layer) => layer.outerSpan(inner), span);
  }

  innerOffset(outer: number): number | undefined {
    return this.#layers.reduce<number | undefined>(
      (offset, layer) => (offset === undefined ? undefined : layer.innerOffset(offset)),
      outer,
    );
  }

  outerEdits(edits: readonly TextEdit[]): readonly TextEdit[] | undefined {
    return this.#layers.reduceRight<readonly TextEdit[] | undefined>(
      (inner, layer) => inner && layer.outerEdits(inner),
      edits,
    );
  }

  written(text: string): string {
    return this.#placeholders.written(text);
  }

  shown(sentence: string): string {
    return this.#placeholders.shown(sentence);
  }
}
