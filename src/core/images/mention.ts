import type { Span } from "../text/span.ts";
import type { ReadablePart } from "../yaml/documents.ts";
import { type OtherNode, resolved } from "../yaml/otherYaml.ts";
import { parseImage } from "./reference.ts";

/** What an image is written in. */
export type ImageSource = "kubernetes" | "helm values" | "kustomization" | "compose";

/** A place where an image is named. */
export interface ImageMention {
  /** The image as it is written there, put together where its parts stand apart. It need not be a valid name. */
  readonly text: string;
  /** Where it, or its name, is written, without quotes; in UTF-16 offsets. */
  readonly span: Span;
  readonly source: ImageSource;
  /** Whether something else fills in the tag, as a template or a chart's default: then `text` has none. */
  readonly openTag: boolean;
  /**
   * Whether a Secret to pull with is named beside it. containerd uses that instead of registries.yaml. Source:
   * docs/how-k3s-reads-it/credentials.md#pull-secrets.
   */
  readonly pullSecret: boolean;
}

/** What a scalar says of an image. */
export interface WrittenImage {
  readonly text: string;
  readonly openTag: boolean;
}

/** What no name of an image holds, and templates and placeholders do. */
const unsettled = /[${}<>%]|###|^[A-Z][A-Z\d_-]*$/;
const expressions = /\{\{.*?\}\}|\$\{[^{}]*\}|\$\w+|<[^<>]*>|%%\w+%%|###\w+###/g;

/**
 * The image that a scalar names. Of one that is filled in later at its tag alone, the name; of any other such, nothing:
 * it is no image yet. A variable with a default, as `${TAG:-1.2}`, is read as its default.
 */
export function writtenImage({ text }: ReadablePart, node: OtherNode | undefined): WrittenImage | undefined {
  const scalar = node && resolved(node);
  if (scalar?.kind !== "scalar") return undefined;
  const source = text.slice(scalar.start, scalar.end);
  const quoted = scalar.style === "single" || scalar.style === "double";
  // Where there are templates, the node's own value is that of the words in their place.
  const value = unsettled.test(source) ? source.slice(quoted ? 1 : 0, quoted ? -1 : undefined) : scalar.value;
  return settledImage(value.trim());
}

function settledImage(written: string): WrittenImage | undefined {
  const text = written.replace(/\$\{\w+:?[-=]([^{}$]*)\}/g, "$1");
  if (text === "" || text === "null" || text === "~" || text.length > mostCharacters) return undefined;
  const open = text.search(unsettled);
  if (open < 0) return { text, openTag: false };
  const [, name] = /^(.*?[^/:@]+)[:@][^/:@]*$/.exec(text.slice(0, open)) ?? [];
  const after = text.slice(open).replace(expressions, "");
  return name === undefined || after.includes("/") ? undefined : { text: name, openTag: true };
}

/** Longer texts are no images: 255 for the name, 128 for a tag, 135 for the longest digest. */
const mostCharacters = 600;

/** Where a scalar is written in the whole text, without its quotes. */
export function spanOf({ text, offset }: ReadablePart, node: OtherNode): Span {
  const scalar = resolved(node) ?? node;
  const quotes = scalar.kind === "scalar" && (scalar.style === "single" || scalar.style === "double") ? 1 : 0;
  const start = scalar.start + quotes;
  // A block scalar ends with its line breaks.
  const end = start + text.slice(start, scalar.end - quotes).trimEnd().length;
  return { start: offset + start, end: offset + end };
}

/** Whether a text is an image for certain: a valid name that begins with the host of a registry. */
export function namesRegistry(text: string): boolean {
  return beginsWithHost(text) && parseImage(text).ok;
}

/** Whether the first part of a name is the host of a registry, if it is one of an image at all. */
export function beginsWithHost(text: string): boolean {
  return /^(?:[^/.:]*[.:][^/]*|localhost)\//.test(text);
}
