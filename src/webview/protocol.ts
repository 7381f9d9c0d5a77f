import * as z from "zod/mini";

/**
 * What the converter's page asks of the extension. Every message is parsed with this before it is looked at.
 * No message in either direction holds key material.
 */
export const intentSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("chooseKey") }),
  z.object({ type: z.literal("useActiveEditor") }),
  z.object({ type: z.literal("setHost"), host: z.string().check(z.maxLength(300)), chosen: z.boolean() }),
  z.object({ type: z.literal("addHost"), text: z.string().check(z.maxLength(300)) }),
  z.object({ type: z.literal("setMirrors"), mirrors: z.boolean() }),
  z.object({ type: z.literal("setTarget"), target: z.string().check(z.maxLength(4000)) }),
  z.object({ type: z.literal("insert") }),
  z.object({ type: z.literal("createFile") }),
  z.object({ type: z.literal("copy") }),
]);

export type Intent = z.infer<typeof intentSchema>;

export interface HostOption {
  readonly host: string;
  readonly location: string;
  readonly chosen: boolean;
}

export interface HostGroup {
  readonly label: string;
  readonly hosts: readonly HostOption[];
}

export interface TargetOption {
  /** The file's URI, or "" for a new file. */
  readonly id: string;
  readonly label: string;
}

/** All that the page shows; each change sends the whole of it. */
export interface ConverterState {
  readonly type: "state";
  /** What may be shown of the key. */
  readonly key:
    | {
        readonly file: string;
        readonly projectId: string;
        readonly clientEmail: string;
        readonly keyId: string;
      }
    | undefined;
  readonly groups: readonly HostGroup[];
  readonly targets: readonly TargetOption[];
  readonly target: string;
  readonly mirrors: boolean;
  /** What stands in the way, in words. */
  readonly problem: string | undefined;
  /** Why the host that was typed last was not added. */
  readonly hostProblem: string | undefined;
  /** What was done last. */
  readonly notice: string | undefined;
  readonly preview: readonly { readonly text: string; readonly kind: "same" | "added" | "removed" | "gap" }[];
  /** What the preview shows, in one sentence. */
  readonly summary: string;
  readonly ready: boolean;
  readonly texts: ConverterTexts;
}

/** The page's own words, in the user's language. */
export interface ConverterTexts {
  readonly title: string;
  readonly keyHeading: string;
  readonly noKey: string;
  readonly chooseKey: string;
  readonly useActiveEditor: string;
  readonly file: string;
  readonly project: string;
  readonly account: string;
  readonly keyId: string;
  readonly hostsHeading: string;
  readonly search: string;
  readonly addHost: string;
  readonly add: string;
  readonly noMatch: string;
  readonly optionsHeading: string;
  readonly target: string;
  readonly mirrors: string;
  readonly previewHeading: string;
  readonly masked: string;
  readonly insert: string;
  readonly createFile: string;
  readonly copy: string;
  readonly copyHint: string;
}
