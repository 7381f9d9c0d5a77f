import type { Span } from "../text/span.ts";

/** A fault in settings from which a tool generates a registries.yaml; its place is one of the whole file. */
export type SchemaFault = Span &
  (
    | {
        readonly kind: "unknown field";
        readonly field: string;
        /** Where the field is, as people name it, such as `configs`. */
        readonly section: string;
        /** What to do instead, as a sentence. */
        readonly instead: string;
      }
    | { readonly kind: "PEM in base64"; readonly field: string; readonly base64: string }
    | { readonly kind: "one of several"; readonly hosts: number }
    | { readonly kind: "no TLS secret" }
    | { readonly kind: "no namespace"; readonly field: string }
  );
