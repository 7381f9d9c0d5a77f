import type { Span } from "../text/span.ts";
import type { DialectId } from "./dialect.ts";
import { type DialectLayer, readDialect } from "./expressions.ts";
import type { Layer } from "./layer.ts";
import type { Placeholders } from "./placeholders.ts";
import type { FoundRegion, Region } from "./region.ts";
import type { Structured } from "./structure.ts";

/**
 * A text in which regions are looked for: the whole file, or something that was taken out of it. Its layers say how; the file
 * itself has none.
 */
export interface Scope extends Structured {
  /** The path of the file, with `/`; it says what tool reads it. */
  readonly path: string;
  /** Names of what the text is in, from the file inwards, for the names of regions. */
  readonly names: readonly string[];
  readonly placeholders: Placeholders;
  readonly depth: number;
  /** True if it is an example in a document. */
  readonly example?: boolean;
  /** The text of gzip; left out where the host has none. */
  readonly gunzip?: (bytes: Uint8Array) => Uint8Array | undefined;
}

/** A registries.yaml of its own that a carrier names. */
export interface CarrierLink {
  /** Where the path is written in the whole file. */
  readonly span: Span;
  /** As its tool reads it. */
  readonly path: string;
  /** What reads the file that is there. */
  readonly reader: Region["reader"];
  /** What a relative path starts from. */
  readonly base: "working-directory" | "file";
}

/** What a search in a scope gives: regions, files that are named, and texts in which more may be. */
export type Found =
  | { readonly region: FoundRegion }
  | { readonly link: CarrierLink }
  | { readonly inner: Scope; readonly kind: ScopeKind };

export type ScopeKind = "yaml" | "shell" | "terraform" | "nix" | "markdown" | "ruby" | "make";

/** A scope one layer further in. */
export function within(scope: Scope, layer: Layer, name?: string): Scope {
  return {
    ...scope,
    text: layer.text,
    layers: [...scope.layers, layer],
    names: name === undefined ? scope.names : [...scope.names, name],
    depth: scope.depth + 1,
  };
}

/** The same scope as a tool reads its text. */
export function inDialect(scope: Scope, id: DialectId): Scope {
  return { ...withinRead(scope, readDialect(scope.text, id, scope.placeholders)), depth: scope.depth };
}

/** A scope one layer further in, which has placeholders for what its tool will replace. */
export function withinRead(scope: Scope, { layer, structure }: DialectLayer): Scope {
  const inner = within(scope, layer);
  if (structure.length === 0) return inner;
  return { ...inner, structure: [...scope.structure, { depth: inner.layers.length, spans: structure }] };
}
