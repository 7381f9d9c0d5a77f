import * as z from "zod/mini";

/** The messages from the page of a check to the extension. Every message is parsed with this first. */
export const nodesIntentSchema = z.union([
  z.object({ type: z.literal("ready") }),
  /** Does what a link or a button leads to: the number comes from the newest state. */
  z.object({ type: z.literal("open"), link: z.custom<number>(Number.isInteger) }),
]);

export type NodesIntent = z.infer<typeof nodesIntentSchema>;

/** Something that the extension does for the page. */
export interface NodeLink {
  readonly link: number;
  readonly text: string;
  /** The same with what it is for, for those who hear the link alone. */
  readonly label: string;
}

export interface NodeDifferenceView {
  readonly severity: "error" | "warning" | "information";
  /** The severity in words. */
  readonly mark: string;
  readonly text: string;
  readonly remedy: string;
  /** A command for the node; empty if there is none. */
  readonly command: string;
  readonly links: readonly NodeLink[];
}

/** One row of the table. */
export interface NodeView {
  readonly name: string;
  readonly state: "same" | "different" | "failed";
  /** The state in words. */
  readonly mark: string;
  /** What else is known of the node, a line each. */
  readonly facts: readonly string[];
  readonly differences: readonly NodeDifferenceView[];
}

/** All that the page shows; each change sends the whole of it. Nothing here is secret. */
export interface NodesState {
  readonly type: "state";
  /** Which file it is, and when the nodes answered. */
  readonly source: string;
  /** Why nothing can be compared. */
  readonly problem: string | undefined;
  /** How many nodes are as they should be, in one sentence. */
  readonly summary: string;
  /** Remarks on the file and on lines that are no answers. */
  readonly notes: readonly string[];
  readonly nodes: readonly NodeView[];
  /** What can be done for all nodes; the first one is the main one. */
  readonly actions: readonly NodeLink[];
  readonly texts: NodesTexts;
}

/** The page's own words, in the user's language. */
export interface NodesTexts {
  readonly title: string;
  readonly node: string;
  readonly state: string;
  readonly differences: string;
  readonly nothing: string;
}
