import { compact } from "./format/compact.ts";
import type { Format, FormatOptions } from "./format/format.ts";
import { text } from "./format/text.ts";

type MakeFormat = (options: FormatOptions) => Format;

/** What `--format` can name. Formats for programs are loaded when they are used. */
export const formats: Readonly<Record<string, () => Promise<MakeFormat>>> = {
  text: async () => text,
  compact: async () => compact,
  json: async () => (await import("./loadedLater.ts")).json,
  sarif: async () => (await import("./loadedLater.ts")).sarif,
  github: async () => (await import("./loadedLater.ts")).github,
};
