import type { Span } from "../text/span.ts";
import { bracesDialect } from "./dialects/braces.ts";
import { composeDialect, environmentDialect } from "./dialects/dollar.ts";
import { dockerDialect, heredocDialect, quotesDialect } from "./dialects/heredoc.ts";
import { makeDialect } from "./dialects/make.ts";
import { marksDialect } from "./dialects/marks.ts";
import { nixDialect } from "./dialects/nix.ts";
import { rubyDialect } from "./dialects/ruby.ts";
import { terraformDialect } from "./dialects/terraform.ts";

/** A part of a text that its tool changes. */
export type Token = Span &
  (
    | { /** Replaced by a value that is not known here. */ readonly kind: "expression" }
    | { /** Decides what is there at all, and leaves nothing of itself. */ readonly kind: "statement" }
    | { /** Written so to be read as `value`. */ readonly kind: "escape"; readonly value: string }
  );

/** What a tool does to a text on its way to the node. */
export interface Dialect {
  /** The parts that it changes, in order. Takes any text, and no longer than the text allows. */
  tokens(text: string): Iterable<Token>;
  /** How to write a text so that it arrives unchanged; `undefined` if that is impossible. */
  escape(text: string): string | undefined;
}

export const dialects = {
  /** `os.ExpandEnv` of Go, as k3d does over a whole configuration: https://pkg.go.dev/os#ExpandEnv. */
  environment: environmentDialect,
  /** Compose: https://docs.docker.com/reference/compose-file/interpolation/. */
  compose: composeDialect,
  /** A here-document of `COPY` in a Dockerfile: https://docs.docker.com/reference/dockerfile/#environment-replacement. */
  docker: dockerDialect,
  /** A here-document whose delimiter is not quoted: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_07_04. */
  heredoc: heredocDialect,
  /** Double quotes of a shell: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_03. */
  quotes: quotesDialect,
  /** What people write for `sed` and the like to replace. */
  marks: marksDialect,
  /** Recipes of a makefile: https://www.gnu.org/software/make/manual/make.html#Variables-in-Recipes. */
  make: makeDialect,
  /** Strings of Ruby: https://docs.ruby-lang.org/en/master/syntax/literals_rdoc.html#label-Escape+Sequences. */
  ruby: rubyDialect,
  /** HCL templates: https://developer.hashicorp.com/terraform/language/expressions/strings. */
  terraform: terraformDialect,
  /** Indented strings of Nix: https://nix.dev/manual/nix/stable/language/string-literals. */
  nix: nixDialect,
  /** Jinja and Go templates. */
  braces: bracesDialect,
} as const satisfies Readonly<Record<string, Dialect>>;

export type DialectId = keyof typeof dialects;
