import type { ExplainIntent } from "../protocol/explain.ts";

/** What the page can do beyond itself. */
export type Send = (intent: ExplainIntent) => void;
