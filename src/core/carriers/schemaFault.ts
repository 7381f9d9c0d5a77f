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
    /** Of several hosts, the tool writes one. */
    | { readonly kind: "one of several"; readonly hosts: number }
  );
