import * as z from "zod/mini";

/** The messages from the page of a pull to the extension. Every message is parsed with this first. */
export const explainIntentSchema = z.union([
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("explain"), image: z.string().check(z.refine(({ length }) => length <= 1000)) }),
  /** Shows a place of the file: the number comes from the newest state. */
  z.object({ type: z.literal("reveal"), place: z.custom<number>(Number.isInteger) }),
  /** Applies a fix; the number comes from the newest state. */
  z.object({ type: z.literal("fix"), fix: z.custom<number>(Number.isInteger) }),
]);

export type ExplainIntent = z.infer<typeof explainIntentSchema>;

/** A place of the file that the page leads to. */
export interface PlaceLink {
  readonly place: number;
  /** As `Line 7`. */
  readonly text: string;
  /** The same with what stands there, for those who hear the link alone. */
  readonly label: string;
}

export interface NoteView {
  readonly text: string;
  readonly link: PlaceLink | undefined;
}

/** One line about a step. */
export interface FactView {
  readonly name: string;
  readonly value: string;
  /** True if the value is an address, a name or a path: what a machine reads. */
  readonly code: boolean;
  readonly link: PlaceLink | undefined;
}

export interface StepCredentialView {
  readonly kind: "sent" | "anonymous" | "unreadable" | "node";
  /** A word that must not be overlooked. */
  readonly mark: string | undefined;
  readonly title: string;
  readonly lines: readonly string[];
  readonly link: PlaceLink | undefined;
}

/** One station on the way of a pull. */
export interface StepView {
  readonly kind: "image" | "mirror" | "no-mirror" | "endpoint" | "embedded" | "registry";
  /** The kind of step, in words. */
  readonly label: string;
  /** Its name: an image, a key of the file, a host. */
  readonly title: string;
  readonly link: PlaceLink | undefined;
  readonly facts: readonly FactView[];
  readonly notes: readonly NoteView[];
  /** The credential sent to the registry; `undefined` for other steps. */
  readonly credential: StepCredentialView | undefined;
}

/** Something in the file that leads to an error. */
export interface CauseView {
  readonly text: string;
  readonly details: readonly string[];
  readonly link: PlaceLink | undefined;
  /** The rule that found it, and the address of its page. */
  readonly rule: { readonly id: string; readonly page: string } | undefined;
  readonly fixes: readonly { readonly fix: number; readonly title: string }[];
}

/** A fault that may be in a registries.yaml, and the rule that would find it. */
export interface SuspicionView {
  readonly text: string;
  readonly rule: { readonly id: string; readonly page: string };
}

/** An error of a pull, what in the file leads to it and what else does, both the most likely first. */
export interface ErrorView {
  readonly headline: string;
  readonly facts: readonly FactView[];
  readonly remarks: readonly string[];
  /** `undefined` without a file. */
  readonly causes: readonly CauseView[] | undefined;
  /** What to look for in a file that is not there. */
  readonly lookFor: readonly SuspicionView[];
  readonly outside: readonly string[];
}

/** All that the page shows; each change sends the whole of it. Nothing here is secret. */
export interface ExplainState {
  readonly type: "state";
  /** The image as it was typed. */
  readonly image: string;
  /** Why no pull of it can be told. */
  readonly imageProblem: string | undefined;
  /** True if the image is an example. */
  readonly example: boolean;
  /** True if there is a file by which the pull of another image can be explained. */
  readonly asksImage: boolean;
  /** Which file it is, and for what it is read. */
  readonly source: string;
  /** A remark about the file: that it is not open, or why k3s can't read it. */
  readonly problem: NoteView | undefined;
  /** The errors that are explained; none when only the pull is. */
  readonly errors: readonly ErrorView[];
  /** The registries that containerd tries, in one sentence. */
  readonly summary: string;
  readonly notes: readonly NoteView[];
  readonly steps: readonly StepView[];
  readonly texts: ExplainTexts;
}

/** The page's own words, in the user's language. */
export interface ExplainTexts {
  readonly title: string;
  readonly imageLabel: string;
  readonly imageHint: string;
  readonly exampleHint: string;
  readonly explain: string;
  readonly nothingSent: string;
  readonly pathHeading: string;
  readonly notesHeading: string;
  readonly note: string;
  readonly credential: string;
  readonly causesHeading: string;
  readonly noCauses: string;
  readonly lookForHeading: string;
  readonly outsideHeading: string;
}
