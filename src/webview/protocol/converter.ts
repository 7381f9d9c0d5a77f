import * as z from "zod/mini";

const text = (limit: number) => z.string().check(z.refine(({ length }) => length <= limit));
const flag = z.literal([true, false]);
const id = text(40);
const typed = text(300);

/**
 * The messages from the converter's page to the extension. Every message is parsed with this first.
 * No message in either direction contains key material: a password is typed into VS Code's own input box.
 */
export const intentSchema = z.union([
  z.object({
    type: z.literal([
      "ready",
      "addFiles",
      "addOpenEditor",
      "typeCredential",
      "chooseProduct",
      "previewChanges",
      "verify",
      "insert",
      "copy",
      "nextSteps",
    ]),
  }),
  z.object({ type: z.literal(["remove", "select"]), id }),
  z.object({ type: z.literal("setHost"), id, host: typed, chosen: flag }),
  z.object({ type: z.literal("addHost"), id, text: typed }),
  z.object({ type: z.literal("setMirrors"), mirrors: flag }),
  z.object({ type: z.literal("setKeyForm"), form: z.literal(["json", "base64"]) }),
  z.object({ type: z.literal("setDestination"), destination: text(4000) }),
]);

export type Intent = z.infer<typeof intentSchema>;

export interface HostOption {
  readonly host: string;
  readonly location: string;
  readonly chosen: boolean;
  /** Which other credential the registry has now: it moves when it is checked here. */
  readonly taken: string | undefined;
}

export interface HostGroup {
  readonly id: string;
  readonly label: string;
  readonly hosts: readonly HostOption[];
  /** True if it is open before anyone opens or closes it. */
  readonly open: boolean;
}

/** A credential as the page shows it; nothing here is secret. */
export interface CredentialView {
  readonly id: string;
  /** Returns the kind of a credential, in words. */
  readonly kind: string;
  /** Its owner, or its file if it names none. */
  readonly title: string;
  readonly details: readonly { readonly name: string; readonly value: string }[];
  readonly warnings: readonly string[];
  /** The registries it gets. */
  readonly hosts: readonly string[];
  /** What is to be decided about its registries, in one sentence. */
  readonly hint: string | undefined;
  /** The registries to choose from; only for the credential that is selected. */
  readonly picker: { readonly groups: readonly HostGroup[]; readonly searchable: boolean } | undefined;
  /** Why the host that was typed last was not added. */
  readonly hostProblem: string | undefined;
}

/** A file or a typed pair, with the credentials in it or what is wrong with it. */
export interface SourceView {
  readonly id: string;
  readonly label: string;
  /** Why nothing of it can be used, and the way out. */
  readonly problem: string | undefined;
  /** Entries that can't be used, and why. */
  readonly left: readonly string[];
  readonly credentials: readonly CredentialView[];
}

export interface DestinationOption {
  /** The file's URI, or "" for a new file. */
  readonly id: string;
  readonly label: string;
}

/** A credential of the file that gives way. */
export interface HostConflict {
  readonly host: string;
  readonly old: string;
  readonly new: string;
}

export type PreviewKind = "same" | "added" | "removed" | "gap";

/** All that the page shows; each change sends the whole of it. */
export interface ConverterState {
  readonly type: "state";
  readonly sources: readonly SourceView[];
  /** The current activity, in words. */
  readonly busy: string | undefined;
  readonly destinations: readonly DestinationOption[];
  readonly destination: string;
  readonly mirrors: boolean;
  /** How a Google key is written; `undefined` when there is none. */
  readonly keyForm: "json" | "base64" | undefined;
  /** Under which names Docker Hub's credential is written and why; `undefined` when no credential is for it. */
  readonly dockerHub: string | undefined;
  /** The problem that prevents the conversion, in words. */
  readonly problem: string | undefined;
  readonly conflicts: readonly HostConflict[];
  readonly preview: readonly { readonly text: string; readonly kind: PreviewKind }[];
  /** What will be written and where, in one line, or the next step. */
  readonly summary: string;
  /** True if there is something to write. */
  readonly ready: boolean;
  /** The result of a small action. */
  readonly notice: string | undefined;
  /** The last result, until something else changes. */
  readonly done: { readonly what: string; readonly undo: string } | undefined;
  readonly texts: ConverterTexts;
}

/** The page's own words, in the user's language. */
export interface ConverterTexts {
  readonly title: string;
  readonly intro: string;
  readonly credentialsHeading: string;
  readonly addFiles: string;
  readonly useOpenEditor: string;
  readonly typeCredential: string;
  readonly remove: string;
  readonly warning: string;
  readonly noHosts: string;
  readonly search: string;
  readonly addHost: string;
  readonly add: string;
  readonly noMatch: string;
  readonly moreHosts: string;
  readonly chosenOnly: string;
  readonly optionsHeading: string;
  readonly destination: string;
  readonly mirrors: string;
  readonly keyForm: string;
  readonly keyFormJson: string;
  readonly keyFormBase64: string;
  readonly keyFormNote: string;
  readonly chooseProduct: string;
  readonly previewHeading: string;
  readonly conflictsHeading: string;
  readonly conflictOld: string;
  readonly conflictNew: string;
  readonly masked: string;
  readonly previewChanges: string;
  readonly verify: string;
  readonly insert: string;
  readonly createFile: string;
  readonly copy: string;
  readonly copyHint: string;
  readonly doneHeading: string;
  readonly nextSteps: string;
}
