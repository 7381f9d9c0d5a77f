import type { Intent } from "../protocol/converter.ts";

/** What the page can do beyond itself. */
export interface ViewHost {
  send(intent: Intent): void;
  /** The search text that was kept while the page was hidden. */
  search(): string;
  keepSearch(search: string): void;
}
