import type { Span, TextEdit } from "../text/span.ts";

/** A fault in settings from which a tool generates a registries.yaml; its place is one of the whole file. */
export type SchemaFault = Span & {
  /** Edits of the whole file, after which the fault is certainly gone. */
  readonly fix?: readonly TextEdit[];
} & (
    | {
        readonly kind: "unknown field";
        readonly field: string;
        /** Where the field is, as people name it, such as `configs`. */
        readonly section: string;
        /** What to do instead, as a sentence. */
        readonly instead: string;
      }
    /** The tool knows the field, but does not hand it on to the nodes. */
    | { readonly kind: "not written"; readonly field: string; readonly instead: string }
    /** Of several hosts, the tool writes one. */
    | { readonly kind: "one of several"; readonly hosts: number }
    /** The tool looks for a Secret that is not named, or not whole. */
    | { readonly kind: "secret not found"; readonly field: string; readonly missing: "name" | "namespace" }
    /** A certificate in another encoding than the tool reads. */
    | { readonly kind: "encoding"; readonly field: string; readonly wanted: "base64" | "PEM" }
    /** A string, of which the tool takes each character for an item. */
    | { readonly kind: "not a list"; readonly field: string }
    | { readonly kind: "not JSON" }
  );
